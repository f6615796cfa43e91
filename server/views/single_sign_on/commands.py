"""Going to a provider, coming back once, and being signed in as the account that it speaks for."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.codes import keyed_hash, new_token
from schemas.identity import ATTEMPT_LIFE, Identity, SignInAttempt
from schemas.person import Person
from schemas.typed_text import as_kept
from schemas.unit import UNIT_NAME_MAX
from server.core import clock
from server.core.access import Visitor
from server.core.errors import N_, Problem, Sentence
from server.core.runtime import Runtime
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.organisation.people.commands import open_session
from server.organisation.providers.belonging import duties_of, units_of
from server.organisation.providers.configured import Provider
from server.views.single_sign_on import letters
from server.views.single_sign_on.conversation import Answer, ask, listen
from server.views.single_sign_on.roles import follow_groups


class TooLate(Problem):
    """They came back too late, a second time, or with another browser than they went with."""

    status = 410

    def __init__(self) -> None:
        super().__init__(N_("Det tog for lang tid, eller siden blev åbnet to gange. Prøv igen."))


class NotKnown(Problem):
    """The provider does not speak for anybody that we know here. Says nothing of whether there is such an account."""

    status = 403

    def __init__(self, provider: Provider) -> None:
        sentence = N_("Vi kan ikke logge dig ind med %(provider)s endnu. Få et link på mail i stedet.")
        super().__init__(Sentence(sentence, provider=provider.name))


@dataclass(frozen=True)
class Gone:
    """Where to send the browser, and the token that it must hold when it comes back."""

    url: str
    token: str


@dataclass(frozen=True)
class Back:
    """Somebody is signed in: the cookie of their new session, and the page that they were on their way to."""

    cookie: str
    coming: str


def back_to(runtime: Runtime, provider: Provider) -> str:
    """The address to which a provider sends people back; the operator registers it there."""
    return f"{runtime.settings.public_url}/login/with/{provider.key}/back"


async def go(runtime: Runtime, provider: Provider, coming: str, language: str) -> Gone:
    """Begin. Raises Silent."""
    asked = await ask(provider, back_to(runtime, provider), language)
    token = new_token()
    attempt = SignInAttempt(
        token_hash=keyed_hash(runtime.settings.secret, token),
        provider=provider.key,
        state=asked.state,
        nonce=asked.nonce,
        verifier=asked.verifier,
        coming=coming,
        expires_at=clock.now() + ATTEMPT_LIFE,
    )
    async with runtime.database.begin() as session:
        session.add(attempt)
    return Gone(asked.url, token)


async def come_back(
    runtime: Runtime, provider: Provider, visitor: Visitor, token: str, came: Mapping[str, str]
) -> Back:
    """Sign in whoever the provider vouches for. `token` is what the browser held, `came` the query. The attempt is used
    up whatever comes of it. Raises TooLate, NotKnown, and what `listen` raises; then nobody is signed in."""
    attempt = await _take(runtime, provider, token, came.get("state", ""))
    back = back_to(runtime, provider)
    answer = await listen(provider, back, came, nonce=attempt.nonce, verifier=attempt.verifier)
    async with runtime.database.begin() as session:
        identity, person = await _account(session, runtime, provider, answer, visitor.person)
        cookie = await open_session(session, runtime, visitor, person)
        identity_id = identity.id
    await follow_groups(runtime, provider, identity_id, answer.groups)
    return Back(cookie, attempt.coming)


async def _take(runtime: Runtime, provider: Provider, token: str, state: str) -> SignInAttempt:
    hashed = keyed_hash(runtime.settings.secret, token)
    used = delete(SignInAttempt).where(col(SignInAttempt.token_hash) == hashed).returning(SignInAttempt)
    async with runtime.database.begin() as session:
        found = (await session.execute(used)).scalar_one_or_none()
        if found is not None:
            session.expunge(found)
    if found is None or found.expires_at < clock.now() or found.provider != provider.key:
        raise TooLate
    if not hmac.compare_digest(found.state.encode(), state.encode()):
        raise TooLate
    return found


async def _account(
    session: AsyncSession, runtime: Runtime, provider: Provider, answer: Answer, signed_in: Person | None
) -> tuple[Identity, Person]:
    """The identity and its account, linked now if it was not before. Raises NotKnown."""
    units = await units_of(session, provider)
    known = select(Identity).where(Identity.issuer == provider.issuer, Identity.subject == answer.subject)
    identity = (await session.execute(known.with_for_update())).scalar_one_or_none()
    if identity is not None:
        person = await session.get_one(Person, identity.person_id)
    else:
        person = await _to_link(session, provider, answer, signed_in)
    duties = await duties_of(session, person.id, units)
    given = bool(units) and not duties.elsewhere and bool(answer.groups & set(provider.groups))
    if not duties.only_here and not given:
        raise NotKnown(provider)
    if identity is None:
        now = clock.now()
        identity = Identity(person_id=person.id, issuer=provider.issuer, subject=answer.subject, linked_at=now)
        session.add(identity)
        await session.flush()
        written = letters.linked(provider.name).read_in(person.reads, UNSIGNED)
        ident = message_id(runtime.settings, "identity", identity.id)
        await post(session, person.mail, written.subject, written.body, ident)
    return identity, person


async def _to_link(session: AsyncSession, provider: Provider, answer: Answer, signed_in: Person | None) -> Person:
    """The account that a new subject is to be linked with: that of whoever is signed in, which their mailed link has
    shown to be theirs; else the one with the verified address; else a new one, if a group gives it a role."""
    if signed_in is not None:
        return await session.get_one(Person, signed_in.id)
    if not answer.mail or not provider.vouches_for(answer.mail):
        raise NotKnown(provider)
    person = (await session.execute(select(Person).where(Person.mail == answer.mail))).scalar_one_or_none()
    if person is None:
        if not answer.groups & set(provider.groups):
            raise NotKnown(provider)
        name = as_kept(answer.name).strip()[:UNIT_NAME_MAX] or answer.mail.split("@")[0]
        person = Person(mail=answer.mail, name=name)
        session.add(person)
        await session.flush()
    return person
