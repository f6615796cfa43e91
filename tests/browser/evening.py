"""Seven screens around one meeting, and what people do on them, step after step. Every act is a press or a key."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.browser.chromium import Device
from tests.browser.test_meeting import join, lead, write

PAPER_IDEA = "En bænk ved døren"
CHOSEN = "Ro på gangen efter kl. 22"
TWIN = "Stille på gangen om aftenen"


@dataclass(eq=False)
class Evening:
    """Who is there. `desk` is whichever coordinator leads now."""

    desk: Page
    leo: Page
    ben: Page
    birthe: Page
    rie: Page
    finn: Page
    wall: Page
    devices: dict[str, Device]

    @property
    def phones(self) -> tuple[Page, ...]:
        """The pages of all who take part."""
        return (self.ben, self.birthe, self.rie, self.finn, self.leo)

    async def enter(self, to: str, name: str) -> None:
        """Lead on, and wait until every screen is there."""
        await lead(self.desk, to)
        for page in (*self.phones, self.wall):
            await expect(page.locator("#where .where-name")).to_have_text(name)


async def come_in(page: Page, role: str, name: str) -> None:
    """Through the join page, as people do."""
    await join(page, role, name)
    await expect(page.locator("#where")).to_be_visible()


async def write_ideas(evening: Evening) -> None:
    """Everybody writes; the network leaves Rie in the middle of it, and Finn writes for one without a phone."""
    await write(evening.ben, CHOSEN, "Døre og vogne vækker os.")
    await write(evening.birthe, TWIN, "Læg filt under vognene.")
    await write(evening.finn, "Kaffe, når pårørende kommer")
    rie = evening.rie
    await evening.devices["Rie"].context.set_offline(True)
    await rie.get_by_label("Idéen med få ord").first.fill("Ring, når medicinen bliver ændret")
    await rie.get_by_role("button", name="Send idé").click()
    await expect(rie.get_by_text("Ring, når medicinen bliver ændret").first).to_be_visible()
    await expect(rie.get_by_text(re.compile("[Ii]kke sendt endnu")).first).to_be_visible()
    await evening.devices["Rie"].context.set_offline(False)
    await expect(rie.locator("#mine")).to_contain_text("Ring, når medicinen bliver ændret")
    await expect(rie.get_by_text(re.compile("[Ii]kke sendt endnu")).locator("visible=true")).to_have_count(0)
    await expect(evening.wall.locator(".screen-number")).to_have_text("4")


async def make_scribe(evening: Evening, name: str) -> None:
    """The coordinator lets somebody write for others at their table."""
    await evening.desk.get_by_text("Hvem er med").click()
    await evening.desk.locator("#people .person", has_text=name).get_by_role("link", name="Ret").click()
    await evening.desk.get_by_role("button", name=re.compile("skrive? for andre", re.IGNORECASE)).click()
    await expect(evening.desk.get_by_text("Skriver for andre nu.")).to_be_visible()
    await evening.desk.get_by_role("link", name="Tilbage til mødet").click()


async def write_on_paper(evening: Evening) -> None:
    """The scribe enters an idea that somebody says aloud."""
    finn = evening.finn
    await finn.get_by_role("link", name=re.compile("Skriv for andre")).click()
    await finn.get_by_label("Patient", exact=True).check()
    await finn.get_by_label("Idéen med få ord").first.fill(PAPER_IDEA)
    await finn.get_by_role("button", name="Gem idéen").click()
    await expect(finn.get_by_text(PAPER_IDEA).first).to_be_visible()
    await finn.get_by_role("link", name="Tilbage til mødet").click()


async def show_ideas(evening: Evening) -> None:
    """One by one, then the rest."""
    await evening.desk.get_by_role("button", name="Vis dem én ad gangen").click()
    await evening.enter("Vis", "Vis")
    await expect(evening.ben.locator("#room article")).to_have_count(0)
    await evening.desk.get_by_role("button", name="Vis den næste").click()
    await expect(evening.ben.locator("#room article")).to_have_count(1)
    await expect(evening.wall.locator("#stage")).to_contain_text("4 idéer kommer endnu")
    await evening.desk.get_by_role("button", name="Vis resten").click()
    for page in evening.phones:
        await expect(page.locator("#room article")).to_have_count(5)


def idea(page: Page, title: str) -> Locator:
    """The card of an idea in the room."""
    return page.locator("#room article", has_text=title)


async def number_of(page: Page, title: str) -> str:
    """How people speak of it: "Idé 3"."""
    return (await idea(page, title).locator(".idea-number").first.text_content() or "").strip()


async def gather(evening: Evening) -> None:
    """By keyboard alone: two ideas in one group, the group gets a name; and two that are the same become one."""
    await evening.enter("Saml", "Saml")
    desk, number = evening.desk, await number_of(evening.desk, "Kaffe, når pårørende kommer")
    await idea(desk, "Kaffe, når").get_by_role("link", name=re.compile("^Flyt")).press("Enter")
    choice = desk.locator("#move select")
    option = choice.locator("option", has_text="Ring, når medicinen")
    await choice.select_option(value=await option.first.get_attribute("value"))
    await desk.locator("#move").get_by_role("button", name="Flyt idéen").press("Enter")
    group = evening.ben.locator(".idea-group", has_text=number).first
    await expect(group.locator("article")).to_have_count(2)
    await desk.locator("summary", has_text="Giv gruppen et navn").press("Enter")
    await desk.get_by_label("Gruppens navn").fill("Pårørende")
    await desk.get_by_label("Gruppens navn").press("Enter")
    await expect(evening.rie.get_by_role("heading", name="Pårørende")).to_be_visible()
    await expect(evening.wall.locator("#stage")).to_contain_text("Pårørende")
    await idea(desk, TWIN).first.get_by_role("link", name=re.compile("^Flyt")).press("Enter")
    option = choice.locator("option", has_text=CHOSEN)
    await choice.select_option(value=await option.first.get_attribute("value"))
    await desk.locator("#move-merge").press("Enter")
    await expect(idea(evening.birthe, CHOSEN)).to_contain_text(TWIN)
    await expect(evening.birthe.locator("#mine")).to_contain_text(TWIN)


async def talk(evening: Evening) -> None:
    """One idea before all; Rie comments, Ben asks to speak, Ada notes what was said."""
    await evening.enter("Tal sammen", "Tal sammen")
    desk, ben, rie = evening.desk, evening.ben, evening.rie
    await desk.get_by_text("Vælg en anden idé").click()
    option = desk.locator("#focus-idea option", has_text=CHOSEN)
    await desk.locator("#focus-idea").select_option(value=await option.get_attribute("value"))
    await desk.get_by_role("button", name="Vis den for alle").click()
    for page in (*evening.phones, evening.wall):
        await expect(page.locator("#main")).to_contain_text(CHOSEN)
    await rie.get_by_label(re.compile("Hvad tænker du om idé")).fill("Det gælder også weekenden.")
    await rie.get_by_role("button", name="Send kommentar").click()
    await expect(ben.locator("#focus")).to_contain_text("Det gælder også weekenden.")
    await ben.get_by_role("button", name="Jeg vil gerne sige noget").click()
    await expect(ben.locator("#hand")).to_contain_text("Du er nummer 1.")
    await expect(rie.locator("#queue")).to_contain_text("1 venter på at sige noget")
    assert "Ben" not in (await evening.wall.locator("body").inner_text())
    await desk.get_by_role("button", name="Giv ordet til Ben").click()
    await expect(ben.locator("#hand")).to_contain_text("Det er din tur.")
    await desk.get_by_role("button", name="Ben har talt").click()
    await expect(ben.get_by_role("button", name="Jeg vil gerne sige noget")).to_be_visible()
    await desk.get_by_label(re.compile("Noter til idé")).fill("Natholdet vil prøve det i en uge.")
    await desk.get_by_role("button", name="Gem noten").click()
    await expect(evening.leo.locator("#focus")).to_contain_text("Natholdet vil prøve det")


async def give(page: Page, title: str, dots: int) -> None:
    """Give an idea dots, one press each, and see that they are kept."""
    for _ in range(dots):
        await page.locator("#ballot article", has_text=title).get_by_role("button", name="En prik mere").click()
    await expect(page.locator("#ballot-note")).to_have_text("Gemt.")


async def vote(evening: Evening) -> None:
    """A secret vote with dots; a paper slip by the scribe, and a phone that loses its line."""
    await evening.enter("Stem", "Stem")
    for page, dots in ((evening.ben, 3), (evening.rie, 2), (evening.finn, 1), (evening.leo, 2)):
        await give(page, CHOSEN, dots)
    await give(evening.rie, "Ring, når medicinen", 2)
    birthe = evening.birthe
    await evening.devices["Birthe"].context.set_offline(True)
    await birthe.locator("#ballot article", has_text=CHOSEN).get_by_role("button", name="En prik mere").click()
    await expect(birthe.locator("#ballot-note")).to_contain_text("Ikke gemt endnu")
    await evening.devices["Birthe"].context.set_offline(False)
    await expect(birthe.locator("#ballot-note")).to_have_text("Gemt.")
    finn = evening.finn
    await finn.get_by_role("link", name=re.compile("Skriv for andre")).click()
    await finn.get_by_label("Patient", exact=True).first.check()
    await finn.get_by_label(re.compile(PAPER_IDEA)).fill("3")
    await finn.get_by_role("button", name="Gem stemmeseddel nr. 1").click()
    await expect(finn.locator("#saved")).to_contain_text("nr. 1")
    await finn.get_by_role("link", name="Tilbage til mødet").click()
    await expect(evening.wall.locator("#turnout")).to_contain_text("heraf 1 på papir")


async def vote_again(evening: Evening) -> None:
    """A vote by crosses about what was chosen. Its result takes the place of the first."""
    desk = evening.desk
    await desk.get_by_text("Regler for næste afstemning", exact=True).click()
    await desk.get_by_label("Måde").select_option("approval")
    await desk.get_by_label("Hvad stemmer I om?").select_option("chosen")
    await desk.get_by_role("button", name="Gem reglerne").click()
    await expect(desk.locator("#again")).to_contain_text("kryds")
    await desk.locator("#vote-again").click()
    await desk.locator("#confirm [value=yes]").click()
    for page in evening.phones:
        await page.get_by_label(re.compile("Jeg støtter")).locator("visible=true").first.wait_for()
        await page.locator("#ballot article", has_text=CHOSEN).get_by_role("checkbox").check()
        await expect(page.locator("#ballot-note")).to_have_text("Gemt.")
    await evening.enter("Resultat", "Resultat")
    for page in (*evening.phones, evening.wall):
        await expect(page.locator("#main")).to_contain_text("5 krydser")
        await expect(page.locator("#main")).not_to_contain_text("9 prikker")


async def agree(evening: Evening) -> None:
    """Who does what, and off to the leader."""
    await evening.enter("Aftal", "Aftal")
    desk = evening.desk
    form = desk.locator("form.agreement").first
    await form.get_by_label("Hvem tager idéen med til lederen?").fill("Birthe")
    await form.get_by_label("Ja, navnet må stå").first.check()
    await form.get_by_label("Første skridt").fill("Spørg natholdet, hvad de mener")
    await form.get_by_role("button", name=re.compile("Gem aftalen og send til")).click()
    for page in (*evening.phones, evening.wall):
        await expect(page.locator("#main")).to_contain_text("Birthe")


async def part(evening: Evening) -> None:
    """The summary, one question, and the end."""
    await evening.enter("Luk", "Luk")
    for page, heard in zip(evening.phones, ("Ja", "Ja", "Ja", "Ja", "Delvist"), strict=True):
        await expect(page.locator("#room")).to_contain_text("Det nåede I i dag")
        await page.locator("#heard").get_by_label(heard, exact=True).check()
        await page.get_by_role("button", name="Gem mit svar").click()
        await expect(page.locator("#heard-note")).to_be_visible()
    await evening.desk.get_by_role("button", name="Slut mødet").first.click()
    await evening.desk.locator("#confirm [value=yes]").click()
    for page in (*evening.phones, evening.desk, evening.wall):
        await expect(page.locator("#where")).to_have_text("Mødet er slut")


async def heard(evening: Evening) -> None:
    """When it can no longer be opened again, all read how many felt heard."""
    for page in (*evening.phones, evening.desk, evening.wall):
        await expect(page.locator("#main")).to_contain_text("4 af 5 følte sig hørt")
