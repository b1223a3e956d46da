"""What a person can do with Gradesk, one module per noun, without a screen."""
