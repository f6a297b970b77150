"""Texts that a person may read, in five languages."""


def text(template: str, locale: str = "en", /, **fields: object) -> str:
    return template.format(**fields)


def money(decimal_text: str, currency: str, digits: int, locale: str) -> str:
    return f"{decimal_text} {currency}"
