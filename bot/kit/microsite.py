"""Ready text for the unit's public page, plain and as simple HTML that any editor takes."""

from html import escape

from bot.kit.wording import ASK_ABOUT, HOW, WHO_FOR, capabilities, open_chat, questions
from sessions.region import Region


def microsite_text(region: Region, address: str) -> str:
    says = region.says
    parts = [
        says.title,
        says.what,
        f"{WHO_FOR}\n{says.who_for}",
        "\n".join([ASK_ABOUT, *(f"- {capability}" for capability in capabilities(region))]),
        "\n".join([HOW, *(f"{number}. {step}" for number, step in enumerate(says.steps, 1))]),
        f"{open_chat(region)}:\n{address}",
        says.ask_not_task,
        questions(region),
    ]
    return "\n\n".join(parts) + "\n"


def microsite_html(region: Region, address: str) -> str:
    """A part of a page, without head, styles or scripts."""
    says = region.says
    about = "".join(f"\n    <li>{escape(capability)}</li>" for capability in capabilities(region))
    steps = "".join(f"\n    <li>{escape(step)}</li>" for step in says.steps)
    return f"""<section lang="en-GB">
  <h2>{escape(says.title)}</h2>
  <p>{escape(says.what)}</p>
  <h3>{WHO_FOR}</h3>
  <p>{escape(says.who_for)}</p>
  <h3>{ASK_ABOUT}</h3>
  <ul>{about}
  </ul>
  <h3>{HOW}</h3>
  <ol>{steps}
  </ol>
  <p><a href="{escape(address)}">{escape(open_chat(region))}</a></p>
  <p>{escape(says.ask_not_task)}</p>
  <p>{escape(questions(region))}</p>
</section>
"""
