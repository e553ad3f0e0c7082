"""Unit tests of the blocks below the core, each in lockstep with a bit-exact model.

`test_blocks.py` and `test_mutants.py` build and start; the other modules run inside the simulator or are the
models. Many small blocks share one simulator build (`assembly`), which saves minutes of compiling.
"""
