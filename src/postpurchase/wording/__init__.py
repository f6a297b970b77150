"""Texts that a person may read, in five languages."""


def text(template: str, locale: str = "en", /, **fields: object) -> str:
    return template.format(**fields)
