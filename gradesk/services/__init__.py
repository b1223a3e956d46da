"""What a person can do, one module per noun, without a screen."""
