"""The built-in plugins, each a module written like anyone's."""
