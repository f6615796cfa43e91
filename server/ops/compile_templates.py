"""`python -m server.ops.compile_templates` compiles all templates where the product may not write later, as in its
image. Elsewhere each is compiled, and kept, when it is first drawn."""

from server import features
from server.mail import letters
from server.web import html


def compile_all() -> int:
    """Compile every template that is not yet kept; how many there are."""
    features.declare()
    pages, mails = html.environment("da"), letters.environment("da")
    names = [(pages, name) for name in pages.list_templates(extensions=["html"])]
    names += [(mails, name) for name in mails.list_templates(extensions=["txt"])]
    for environment, name in names:
        environment.get_template(name)
    return len(names)


if __name__ == "__main__":
    compile_all()
