"""`{% load fragments %}`: a part of a page that is dear, made once for each version of the public content."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from cms.caching.moments import remember_until

register = template.Library()


class FragmentNode(template.Node):
    def __init__(self, nodelist: NodeList, names: list[FilterExpression]) -> None:
        self.nodelist, self.names = nodelist, names

    def render(self, context: Context) -> SafeString:
        # Asking who reads it tells shared caches too (Vary: Cookie), whether or not the part was made before.
        if not is_for_everybody(context):
            return self.nodelist.render(context)
        names = (one.resolve(context) for one in self.names)
        return remember_until(
            ("fragment", translation.get_language(), *names),
            lambda: self.nodelist.render(context),
            timezone.now(),
        )


def is_for_everybody(context: Context) -> bool:
    """Whether a visitor whom we do not know reads the page as it is published."""
    request: Any = context.get("request")
    if request is None or getattr(request, "is_preview", False):
        return False
    user = getattr(request, "user", None)
    return user is None or not user.is_authenticated


@register.tag
def fragment(parser: Parser, token: Token) -> FragmentNode:
    """`{% fragment "foot" way.home.pk %}…{% endfragment %}`: all that the part depends on stands in its name.

    What the name leaves out must be the same for all visitors until public content or the clock changes it.
    """
    names = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if not names:
        raise template.TemplateSyntaxError("A fragment has a name.")
    nodelist = parser.parse(("endfragment",))
    parser.delete_first_token()
    return FragmentNode(nodelist, names)
