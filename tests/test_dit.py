"""The DiT against its description: names, sizes, embeddings, and an oracle written element by element."""

import math

import numpy as np
import pytest
import torch

from drift_hw.errors import UserError
from golden.dit import (
    KINDS,
    LINEAR_KINDS,
    PRESETS,
    DiT,
    DiTConfig,
    Layer,
    PatchEmbedding,
    float_gemm,
    position_embedding,
    timestep_embedding,
)

torch.set_num_threads(1)

SMALL = DiTConfig(
    input_size=6, patch_size=2, in_channels=4, hidden_size=8, depth=2, num_heads=2, num_classes=3
)


def random_dit(config: DiTConfig, seed: int = 0) -> DiT:
    """A DiT whose every weight, the zero-initialised ones included, is random."""
    model = DiT(config)
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        if name != "pos_embed":
            torch.nn.init.normal_(parameter, std=0.3, generator=generator)
    return model.eval()


@pytest.fixture(scope="module")
def model() -> DiT:
    return random_dit(SMALL)


@pytest.fixture
def batch() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    x = torch.randn(3, 4, 6, 6, generator=torch.Generator().manual_seed(1))
    return x, torch.tensor([0, 500, 999]), torch.tensor([2, 0, 3])


# -- sizes ------------------------------------------------------------------------------------------


def test_xl2_has_the_official_size():
    with torch.device("meta"):
        model = DiT(PRESETS["DiT-XL/2"])
    state = model.state_dict()
    assert len(state) == 292
    assert sum(tensor.numel() for tensor in state.values()) == 675_129_632


@pytest.mark.parametrize(
    ("name", "gmac"), [("DiT-XL/2", 118.62), ("DiT-L/2", 80.70), ("DiT-B/2", 23.01), ("DiT-S/2", 6.06)]
)
def test_presets_cost_what_the_paper_says(name, gmac):
    config = PRESETS[name]
    T, D = config.tokens, config.hidden_size
    blocks = config.depth * (12 * T * D * D + 2 * T * T * D + 6 * D * D)
    rest = 256 * D + D * D + 2 * D * D + T * D * (4 * config.in_channels + 4 * config.out_channels)
    assert (blocks + rest) / 1e9 == pytest.approx(gmac, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"patch_size": 4}, "patch_size 4 must divide input_size 6"),
        ({"hidden_size": 10}, "hidden_size 10 must be a multiple of 4 and of num_heads 2"),
        ({"num_heads": 3}, "hidden_size 8 must be a multiple of 4 and of num_heads 3"),
        ({"mlp_ratio": 0.0}, "mlp_ratio must make an MLP of at least one feature, not 0.0"),
        ({"depth": 0}, "depth must be an integer of at least 1, not 0"),
        ({"num_classes": True}, "num_classes must be an integer of at least 1, not True"),
        ({"in_channels": 1.5}, "in_channels must be an integer of at least 1, not 1.5"),
        ({"predicts": "x"}, "predicts must be of velocity, noise, not 'x'"),
    ],
)
def test_impossible_sizes_are_refused(change, message):
    with pytest.raises(UserError, match=message):
        DiTConfig(**(SMALL.to_dict() | change))


# -- embeddings and patches -------------------------------------------------------------------------


def test_timestep_embedding_known_values():
    embedded = timestep_embedding(torch.tensor([0, 7]), 256)
    assert torch.equal(embedded[0], torch.cat([torch.ones(128), torch.zeros(128)]))
    assert embedded[1, 0] == pytest.approx(math.cos(7))
    assert embedded[1, 128] == pytest.approx(math.sin(7))
    assert embedded[1, 1] == pytest.approx(math.cos(7 * 10000 ** (-1 / 128)))
    assert embedded[1, 255] == pytest.approx(math.sin(7 * 10000 ** (-127 / 128)))


def test_position_embedding_encodes_the_horizontal_axis_first():
    embedded = position_embedding(8, 3)
    at_0 = [0, 0, 1, 1]
    at_1 = [math.sin(1), math.sin(0.01), math.cos(1), math.cos(0.01)]
    assert embedded[1].tolist() == pytest.approx(at_1 + at_0)  # one to the right
    assert embedded[3].tolist() == pytest.approx(at_0 + at_1)  # one down


def test_unpatchify_places_every_element(model):
    T, p, channels = SMALL.tokens, SMALL.patch_size, SMALL.out_channels
    tokens = torch.arange(T * p * p * channels, dtype=torch.float32).reshape(1, T, p * p * channels)
    image = model.unpatchify(tokens)
    for token in range(T):
        for y in range(p):
            for x in range(p):
                for channel in range(channels):
                    row, column = token // 3 * p + y, token % 3 * p + x
                    assert (
                        image[0, channel, row, column] == tokens[0, token, (y * p + x) * channels + channel]
                    )


def test_patches_and_back_is_the_identity():
    config = DiTConfig(
        input_size=6, patch_size=2, in_channels=3, hidden_size=12, depth=1, num_heads=1, learn_sigma=False
    )
    embedding = PatchEmbedding(config)
    # Output feature (y * p + x) * C + c of the projection picks pixel (y, x) of channel c.
    weight = torch.eye(12).reshape(12, 2, 2, 3).permute(0, 3, 1, 2)
    embedding.load_state_dict({"proj.weight": weight, "proj.bias": torch.zeros(12)})
    image = torch.randn(2, 3, 6, 6, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert torch.equal(DiT(config).unpatchify(embedding(image)), image)


# -- the whole forward pass -------------------------------------------------------------------------


def oracle(state: dict[str, np.ndarray], config: DiTConfig, image: np.ndarray, timestep: int, label: int):
    """The forward pass for one image in float64 numpy, from the description alone: loops, no batch."""
    D, H, p = config.hidden_size, config.num_heads, config.patch_size
    S, d = config.input_size // p, D // H

    def linear(name, x):
        return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]

    def silu(x):
        return x / (1 + np.exp(-x))

    def norm(x):
        return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-6)

    def gelu(x):
        return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))

    tokens = np.empty((S * S, D))
    for row in range(S):
        for column in range(S):
            patch = image[:, row * p : row * p + p, column * p : column * p + p]
            for feature in range(D):
                kernel = state["x_embedder.proj.weight"][feature]
                bias = state["x_embedder.proj.bias"][feature]
                tokens[row * S + column, feature] = (kernel * patch).sum() + bias
    x = tokens + state["pos_embed"][0]
    frequency = np.exp(-math.log(10000) * np.arange(128) / 128)
    embedded = np.concatenate([np.cos(timestep * frequency), np.sin(timestep * frequency)])
    condition = linear("t_embedder.mlp.2", silu(linear("t_embedder.mlp.0", embedded)))
    condition = condition + state["y_embedder.embedding_table.weight"][label]
    for block in range(config.depth):
        name = f"blocks.{block}"
        six = linear(f"{name}.adaLN_modulation.1", silu(condition)).reshape(6, D)
        qkv = linear(f"{name}.attn.qkv", norm(x) * (1 + six[1]) + six[0])
        heads = []
        for head in range(H):
            q, k, v = (qkv[:, part * D + head * d : part * D + (head + 1) * d] for part in range(3))
            weights = np.exp(q @ k.T / math.sqrt(d))
            heads.append(weights / weights.sum(-1, keepdims=True) @ v)
        x = x + six[2] * linear(f"{name}.attn.proj", np.concatenate(heads, axis=1))
        hidden = gelu(linear(f"{name}.mlp.fc1", norm(x) * (1 + six[4]) + six[3]))
        x = x + six[5] * linear(f"{name}.mlp.fc2", hidden)
    two = linear("final_layer.adaLN_modulation.1", silu(condition)).reshape(2, D)
    x = linear("final_layer.linear", norm(x) * (1 + two[1]) + two[0])
    out = np.empty((config.out_channels, S * p, S * p))
    for row in range(S):
        for column in range(S):
            patch = x[row * S + column].reshape(p, p, -1)
            out[:, row * p : row * p + p, column * p : column * p + p] = patch.transpose(2, 0, 1)
    return out


@pytest.mark.parametrize(
    "config",
    [
        SMALL,
        DiTConfig(
            input_size=4,
            patch_size=1,
            in_channels=1,
            hidden_size=12,
            depth=1,
            num_heads=3,
            num_classes=1,
            learn_sigma=False,
            mlp_ratio=2,
        ),
    ],
)
def test_forward_equals_the_oracle(config):
    model = random_dit(config)
    state = {name: tensor.double().numpy() for name, tensor in model.state_dict().items()}
    generator = torch.Generator().manual_seed(2)
    x = torch.randn(2, config.in_channels, config.input_size, config.input_size, generator=generator)
    label = torch.tensor([config.num_classes, 0])
    with torch.no_grad():
        predicted = model(x, torch.tensor([999, 3]), label)
    for index, timestep in enumerate((999, 3)):
        expected = oracle(state, config, x[index].double().numpy(), timestep, int(label[index]))
        np.testing.assert_allclose(predicted[index].numpy(), expected, rtol=1e-4, atol=1e-4)


def test_initialised_blocks_are_the_identity(batch):
    model = DiT(SMALL)
    model.initialise(torch.Generator().manual_seed(0))
    tokens = torch.randn(2, 9, 8, generator=torch.Generator().manual_seed(0))
    condition = torch.randn(2, 8, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        for index, block in enumerate(model.blocks):
            assert torch.equal(block(tokens, condition, index, float_gemm), tokens)
        assert not model(*batch).any()
    assert model.blocks[0].attn.qkv.weight.any()  # what is not to be zero is not


def test_initialise_is_decided_by_its_generator():
    drawn = []
    for seed in (0, 0, 1):
        model = DiT(SMALL)
        model.initialise(torch.Generator().manual_seed(seed))
        drawn.append(torch.cat([p.detach().flatten() for p in model.parameters()]))
    assert torch.equal(drawn[0], drawn[1])
    assert not torch.equal(drawn[0], drawn[2])


# -- guidance ---------------------------------------------------------------------------------------


def test_guidance_extrapolates_three_latent_channels(model, batch):
    x, timestep, label = batch
    with torch.no_grad():
        conditional = model(x, timestep, label)
        unconditional = model(x, timestep, torch.full_like(label, 3))
        guided = model.guided(x, timestep, label, 4.0)
    expected = unconditional + 4.0 * (conditional - unconditional)
    torch.testing.assert_close(guided[:, :3], expected[:, :3], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(guided[:, 3:], conditional[:, 3:], rtol=1e-4, atol=1e-5)
    assert not torch.allclose(guided[:2, :3], conditional[:2, :3])


def test_guidance_covers_all_channels_of_a_pixel_image():
    config = PRESETS["mnist"]
    assert (config.guided_channels, config.out_channels) == (1, 1)
    assert DiTConfig(in_channels=3).guided_channels == 3


def test_guidance_of_one_is_the_conditional_prediction(model, batch):
    with torch.no_grad():
        torch.testing.assert_close(model.guided(*batch, 1.0), model(*batch), rtol=1e-4, atol=1e-5)


# -- the products are open ---------------------------------------------------------------------------


def test_every_product_goes_through_the_gemm(model, batch):
    seen = []

    def watching(layer, a, b, bias):
        seen.append((layer, tuple(a.shape), tuple(b.shape), bias is not None))
        return float_gemm(layer, a, b, bias)

    with torch.no_grad():
        assert torch.equal(model(*batch, watching), model(*batch))
    assert [layer for layer, *_ in seen] == [Layer(kind, block) for block in (0, 1) for kind in KINDS]
    shapes = {
        "qkv": ((3, 9, 8), (8, 24)),
        "qk": ((3, 2, 9, 4), (3, 2, 4, 9)),
        "av": ((3, 2, 9, 9), (3, 2, 9, 4)),
        "proj": ((3, 9, 8), (8, 8)),
        "fc1": ((3, 9, 8), (8, 32)),
        "fc2": ((3, 9, 32), (32, 8)),
    }
    for layer, a, b, biased in seen:
        assert (a, b) == shapes[layer.kind]
        assert biased == (layer.kind in LINEAR_KINDS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("block", [0, 1])
def test_a_changed_product_changes_the_prediction(model, batch, kind, block):
    def broken(layer, a, b, bias):
        result = float_gemm(layer, a, b, bias)
        if layer == Layer(kind, block):
            result = result.clone()
            result[..., 0, 0] += 1
        return result

    with torch.no_grad():
        assert not torch.allclose(model(*batch, broken), model(*batch), atol=1e-4)
