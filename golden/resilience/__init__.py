"""What timing errors do to images, and what protection against them is worth: models, studies, costs."""
