"""Whole journeys: what real people would answer, by the question that is being asked."""

ARCHITECT = {
    "company": "We design primary schools for municipalities in the Netherlands. There are 14 of us.",
    "symptom": "We win only one in six tenders since last year; two years ago it was one in three.",
    "attempts": "We tried LinkedIn posts for a year, it cost 9k and brought nothing. We also hired a tender writer.",
    "scenario": "It is about being seen differently",
    "trends": "Municipalities merge their school estates, so one buyer now decides for twelve schools. "
    "New energy rules make old buildings illegal from 2030.",
    "client_shift": "They want a fixed total price and someone who takes the risk of the energy target.",
    "alternatives": "They would go to a big engineering firm, let the builder design it, or patch up the old school.",
    "challenge": "Their schools fail the energy rules, and renovating costs them 2 million a school if it goes wrong",
    "solution": "A feasibility study with a guaranteed energy label, €18,000 per school. It exists already.",
    "difference": "We measure every school for two years after delivery. Proof: 22 schools all met their label.",
    "ideal_client": "School boards with five or more old buildings that must decide within two years.",
    "examples": "SKO West, Stichting Delta and the Van Dijk schools",
    "disqualifiers": "Boards that only ask for the lowest fee, and anyone who wants a free design first.",
    "triggers": "They have just received the energy audit and the treasurer is worried.",
    "positioning": "Yes, that is right",
    "one_year": "Feasibility studies sold from 4 to 12 by the end of this year, and Anna owns it.",
    "five_year": "Known as the firm that makes old schools legal, by every school board in the country.",
    "guiding_choice": "Yes",
    "processes": "A monthly breakfast for school treasurers; Tom runs it, the first step is inviting ten treasurers "
    "on 16 March, 6 hours a week.",
    "skills": "We can't sell to treasurers yet; Tom will take a training by June.",
    "kpis": "Treasurers who come to a second meeting, recorded in our CRM, every week.",
    "return_upstream": "If we sold fewer than 4 studies by 1 September we question the proposition.",
    "next_actions": "Call SKO West by Friday; book the room by 13 March; write the invitation by 11 March.",
    "assumptions": "That treasurers decide and not the head teachers. Ask five treasurers who signed last time.",
    "confirm": "Yes, I would sign it.",
}
"""A director of an architecture firm who answers several things at once."""
