"""Why a document is not for publication, in the words of the Local Government Act 1972.

Part 1 of Schedule 12A lists what is exempt; section 100A(3) says what is confidential, and section 100A(4) how a
meeting excludes the public while it discusses what is exempt.
"""

OPEN, EXEMPT, CONFIDENTIAL = "open", "exempt", "confidential"

PARAGRAPHS = {
    1: "Information relating to any individual.",
    2: "Information which is likely to reveal the identity of an individual.",
    3: "Information relating to the financial or business affairs of any particular person (including the "
    "authority holding that information).",
    4: "Information relating to any consultations or negotiations, or contemplated consultations or negotiations, "
    "in connection with any labour relations matter arising between the authority or a Minister of the Crown and "
    "employees of, or office holders under, the authority.",
    5: "Information in respect of which a claim to legal professional privilege could be maintained in legal "
    "proceedings.",
    6: "Information which reveals that the authority proposes (a) to give under any enactment a notice under or by "
    "virtue of which requirements are imposed on a person; or (b) to make an order or direction under any "
    "enactment.",
    7: "Information relating to any action taken or to be taken in connection with the prevention, investigation "
    "or prosecution of crime.",
}
NOT_FOR_PUBLICATION = "Not for publication"


def mark(classification: str, paragraph: int) -> str:
    """What stands at the head of a document and on each of its pages: `Open`, or why it is not for publication."""
    if classification == EXEMPT:
        where = f"paragraph {paragraph} of Part 1 of Schedule 12A to the Local Government Act 1972"
        return f"{NOT_FOR_PUBLICATION}: exempt, {where}"
    if classification == CONFIDENTIAL:
        return f"{NOT_FOR_PUBLICATION}: confidential, section 100A(3) of the Local Government Act 1972"
    return "Open"


def statement(name: str, classification: str, paragraph: int, interest: str, reason: str) -> str:
    """The statement of a report on one document of its pack that is not for publication; it is itself public."""
    if classification == EXEMPT:
        return (
            f"{name} is not for publication by virtue of paragraph {paragraph} of Part 1 of Schedule 12A to the "
            f"Local Government Act 1972: {_lowered(PARAGRAPHS[paragraph])} In all the circumstances of the case "
            "the public interest in maintaining the exemption outweighs the public interest in disclosing the "
            f"information: {ended(interest)}"
        )
    return (
        f"{name} is not for publication because it is confidential within section 100A(3) of the Local "
        f"Government Act 1972: {ended(reason)}"
    )


EXCLUSION = (
    "If members wish to discuss what is exempt, the meeting has first to resolve under section 100A(4) of the Local "
    "Government Act 1972 to exclude the press and public."
)


def ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
