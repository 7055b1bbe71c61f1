"""Whole journeys: what real people would answer, by the question that is being asked."""

ARCHITECT = {
    "company": "We design primary schools for municipalities in the Netherlands. There are 14 of us.",
    "symptom": "We win only one in six tenders since last year; two years ago it was one in three.",
    "attempts": "We tried LinkedIn posts for a year, it cost 9k and brought nothing. We also hired a tender writer.",
    "scenario": "It is about being seen differently",
    "trends": "Municipalities merge their school estates, so one buyer now decides for twelve schools.",
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

WHOLESALER = {
    "company": "We sell fresh vegetables to restaurants in Lyon, a team of 22. We are losing clients: 40 restaurants left us "
    "since January. We tried discounts and a new catalogue, it cost €15,000 and nobody came back.",
    "symptom": "40 restaurants left us since January.",
    "attempts": "We tried discounts and a new catalogue, it cost €15,000 and nobody came back.",
    "scenario": "Yes",
    "trends": "Platforms let chefs order online at midnight, so they expect delivery at seven. Energy prices double, so "
    "restaurants cut suppliers. Clients now demand one invoice and refuse to pay for delivery.",
    "client_shift": "They demand one invoice and refuse to pay for delivery.",
    "alternatives": "They'd go to the big platform, or drive to the wholesale market themselves.",
    "challenge": "Chefs throw away a fifth of what they buy, which costs them €900 a month; they know it and complain every "
    "week because margins are gone this year.",
    "solution": "A waste-free weekly box at €450 per week, it would be built new. What makes us different is that only we "
    "know each farmer's harvest a week ahead; proof: ten chefs cut waste by half in a trial.",
    "difference": "Only we know each farmer's harvest a week ahead; proof: ten chefs cut waste by half in a trial.",
    "ideal_client": "Independent restaurants with a daily changing menu. We turn away chains that pay after 90 days.",
    "examples": "Chez Paul, La Table and Bistro M.",
    "disqualifiers": "Chains that pay after 90 days.",
    "triggers": "Their chef has just changed, or a supplier failed them on a Saturday.",
    "positioning": "Yes",
    "one_year": "Weekly boxes from 0 to 60 by the end of the year; Claire owns it. In five years we are known as the house "
    "without waste by every good kitchen in Lyon.",
    "five_year": "Known as the house without waste by every good kitchen in Lyon.",
    "guiding_choice": "Yes",
    "processes": "A weekly tasting with two chefs; Claire runs it, the first step is calling Chez Paul on Monday, 5 hours a week.",
    "skills": "Nobody can forecast harvests in a system yet; we will hire someone by September.",
    "kpis": "Chefs who say yes to a trial box, recorded in the order book, every week.",
    "return_upstream": "If fewer than 15 boxes run by 1 September we question the proposition.",
    "next_actions": "Call Chez Paul by Monday; visit two farms by 12 March.",
    "assumptions": "That chefs will pay weekly in advance. Ask five of them.",
    "confirm": "Yes, I'd sign it",
}
"""A food wholesaler who answers five things at once."""

TERSE = {
    "company": ["Hair colouring", "Women in the village"],
    "symptom": ["Fewer appointments since summer"],
    "attempts": ["Flyers"],
    "scenario": ["Yes"],
    "trends": ["People colour at home"],
    "client_shift": ["They want it cheaper"],
    "alternatives": ["Do it at home"],
    "challenge": ["Colour that goes wrong before a wedding", "It costs them 200 to repair"],
    "solution": ["A colour plan for 120"],
    "difference": ["I repair what others spoiled"],
    "ideal_client": ["Brides and their mothers"],
    "examples": ["Sophie and Ana"],
    "disqualifiers": ["People who come an hour late"],
    "triggers": ["They set a wedding date"],
    "positioning": ["yes"],
    "one_year": ["Bridal parties", "12", "today 3", "by next December"],
    "five_year": ["The colour doctor"],
    "guiding_choice": ["yes"],
    "processes": ["Visit one wedding planner", "Call the planner in town", "next Monday"],
    "skills": ["Stop the Saturday walk-ins"],
    "kpis": ["Planners who call back", "my notebook"],
    "return_upstream": ["No bride by June"],
    "next_actions": ["Call the planner tomorrow"],
    "assumptions": ["That planners send brides"],
    "confirm": ["yes"],
}
"""A hairdresser who says one thing at a time."""
