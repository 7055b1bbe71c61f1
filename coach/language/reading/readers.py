"""What each question's answer is read for: from the person's words to plan fields, by rules.

A reader takes the sentences that answer its question and writes events into the draft. Everything it writes is a
span of the message, or derived from one by a named rule. Keyed by question id, for the guided voice only.
"""

from coach.language.reading.actions import next_actions
from coach.language.reading.beliefs import assumptions, confirm
from coach.language.reading.company import company
from coach.language.reading.goals import five_year, one_year
from coach.language.reading.processes import processes, skills
from coach.language.reading.proposition import challenge, difference, solution
from coach.language.reading.situation import attempts, scenario
from coach.language.reading.tracking import kpis, return_upstream
from coach.language.reading.upstream import examples, guiding_choice, ideal_client, trends
from coach.language.reading.values import Reader, texts, whole

READERS: dict[str, Reader] = {
    "company": company,
    "symptom": whole("symptom", "/situation/symptom"),
    "attempts": attempts,
    "scenario": scenario,
    "trends": trends,
    "client_shift": whole("client_shift", "/upstream/market/client_shift"),
    "alternatives": texts("alternatives", "alternatives"),
    "challenge": challenge,
    "solution": solution,
    "difference": difference,
    "ideal_client": ideal_client,
    "examples": examples,
    "disqualifiers": texts("disqualifiers", "disqualifiers"),
    "triggers": texts("triggers", "triggers", split=False),
    "positioning": whole("positioning", "/upstream/proposition/positioning"),
    "one_year": one_year,
    "five_year": five_year,
    "guiding_choice": guiding_choice,
    "processes": processes,
    "skills": skills,
    "kpis": kpis,
    "return_upstream": return_upstream,
    "next_actions": next_actions,
    "assumptions": assumptions,
    "confirm": confirm,
}

__all__ = ["READERS", "Reader"]
