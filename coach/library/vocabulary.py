"""The English that the library knows: words without a topic, words of other fields, words that swap for one another.

General and business English, for any article; nothing here is about one passage or one question.
"""

STOP: frozenset[str] = frozenset(
    """a able about after again all almost also although always am an and another any anyone anything are
    aren't around as ask at back be became because become been before being best better between bit both
    but by called came can can't cannot come could couldn't did didn't do does doesn't doing don't done
    down each either else enough even ever every everybody everyone everything exactly example explain
    few for from further get gets getting give given gives go goes going gone good got had happen
    happened happens hardly has have haven't having he hello help her here hers herself hi him himself
    his how however i i'd i'll i'm i've if in instead into is isn't it it's its itself job just keep
    kind know less let let's like likely look lots made make makes making many may maybe me mean means
    meant might more most much must my myself need needs neither never no nobody nor not nothing now of
    off often ok okay on once one only onto or other others ought our ours ourselves out over own part
    people per perhaps please plenty point put quite rather really right said same say says see seem
    seems should shouldn't show side since so some somebody someone something sort start started still
    such supposed sure take takes talk talked talking tell tend than thank thanks that that's the their
    them themselves then there there's these they they're thing things think this those though through
    thus to too toward towards try trying two under until up upon us use used using usually very via
    want wants was wasn't way ways we we're we've well went were weren't what what's whatever when where
    whether which while who whole whom whose why will with within without won't wonder word words work
    working works would wouldn't yes yet you you'd you'll you're you've your
    yours yourself yourselves""".split()
)
"""Words that say nothing about which passage is meant; `meaningful` knows their other forms too."""

FILLER: frozenset[str] = frozenset(
    """able absolutely actual actually admit afraid afternoon ages aim aloud alright amazing annoying anybody anymore
    anyway apparently appreciate area asap assume attempt awful bare basic basically bear belong bet big blame
    blank bloody boil boring bother bound brain brave brief brilliant bring brings broad broken brought bunch
    burn button carefully case casual catch certain certainly chat cheers circle clear clearly clever clue
    clunky comfortable completely concern confused confusing consequence consider constantly convinced correct
    couple crazy creep crucial curious currently daily dare dark day days dead dear debate decent deep
    definitely desk desperate despite dice difficult dig dirty disagree discuss distant doubt downside dozen
    drag dread dropped dumb dust early easily easy elsewhere embarrassing enormous entire entirely equally
    especially essentially etc eventually exact excited excuse exhausted expect explained extent extra extremely
    fact fair fairly fake fall falls favour feel feeling feels feet fellow fewer figure finally fine finger
    floor fond fool foot forever forget former forth forward found frankly frequent friend friends frustrated
    frustrating fully fun funny gather general generally gentle genuinely giant girl glad gladly glance goodness
    gradually grand great greatly grip grown guess guy guys hand handle handy hang happening happy hard hate
    headless hear heard heavy heck hello hesitate hey hint hit hold honest honestly hope horrible huge hurry
    hurt idea ideas ignore imagine immediately important impossible indeed inner inside intend interested
    interesting invite involve involved involves jam joint jump keen kick kinda knock lady lame large last late
    lately later latter laugh lay learn least leave left length lesson lie light line lines list listen
    literally little load loads lonely long loose lose loud love lovely luck lucky mad main mainly major man
    mark matter matters meaning meantime mention mentioned mere mess mid middle mild mind mine minor minute
    minutes moment mood moreover morning mostly motion mouth move mum myself name named nasty naturally near
    nearly neat necessarily necessary nice night nonsense normal normally nose note noticeable notion nowadays
    number numerous obvious obviously occur odd odds okay old open ordinary original otherwise ourselves outside
    overall overnight pair par partly pass pause perfect perfectly personally phrase piece pieces pile pity
    place plain play pleased pleasure pocket pointless poor possible possibly practically practice praise
    precise precisely prefer presumably pretend pretty previous pride probably proper properly proud pure purely
    put puzzled quick quickly quiet random rapid rare rarely rather react readily ready real realise realised
    reality realize recently recommend regardless regular relate relative relatively relevant relief remember
    remind respect respectively rest rid ridiculous rise rough roughly round rubbish rush sad safe sake scared
    scary scratch screw scroll seen selfish sense sensible serious seriously set shake shared sharp shine shock
    shoot short shy sigh sight silent silly simple simply sin single sink sit situation slight slightly slip
    smart sole somewhat somewhere soon sorry sorted sound sounds spare speak special specific specifically
    spirit spot spread squeeze stage stand stare stay steady steal step steps stick stop straight strange
    stretch strict strike stuck stuff stupid sudden suddenly suffer suggest suggested suggestion suitable sum
    super suppose surely surprise surprised suspect swallow swear sweet tail tempted tend terms terrible
    therefore thick thin thinking thorough thought threw throw tight till tiny tip tips tired today together
    told tomorrow tone tonight tonne tooth top topic total totally touch tough trace tricky tried true truly
    truth tune turn turns twice type types typical typically ugly ultimately unable unclear uncomfortable
    unexpected unfair unfortunately unhappy unlikely unsure upset urgently useful useless usual utterly vague
    valid vast vice wave weeks weird wherever whichever wild wise wish wonderful wondering wooden wore worn
    worried worry worst worthwhile worthy wow wrap write yeah yell yesterday""".split()
)
"""Words of everyday talk that say little about which passage is meant, though they may stand in one. A question is not
foreign to the library for having one that the library lacks."""

TOPICS: frozenset[str] = frozenset(
    """accountant airport algebra allergy android angel animal antibiotic apartment api appraisal arrest atom attorney
    audit backlink backup bacon bake banana bankruptcy baseball basketball bathroom beach bedroom beer bible
    bicycle bike biology biotech bird birthday bitcoin blood boiler bookkeeping boyfriend bread breakfast bus
    cake calculus calories camera cancer capacitor carbon carpet cat certificate certification champion cheese
    chemistry chicken chocolate cholesterol church cinema clause cloud code coding coffee commute compiler
    computer concert contract cook cooking copyright court cpa cpc cpm credit cricket crm crypto css ctr
    currency cycling dance database deduct deductible delete dentist depreciation diabetes diesel diet dinner
    dismiss dismissal dividend divorce doctor doctorate dog domain earthquake election elections electrician
    employment equation exam excel factory fever firewall fish fishing flour flu font football forecast
    fridge fuel furniture galaxy gantt garden gasoline genetics girlfriend golf gossip grammar gravity guitar
    gym haircut harassment hashtag heart hiking homework horse hospital hotel html husband immigration
    incorporate inflation influenza injury install insulation insurance insure integral internship inventory
    invoice invoicing ipo iso java javascript joke judge jurisdiction kanban keyboard king kitchen knee landlord
    laptop laundry law lawsuit lawyer lease liability licence license linux literature llc loan logistics
    lottery lunch lyrics mac machinery magnet malware maps marathon marriage mars maternity math mathematics
    maths meal meat medicine melody microphone milk minister molecule moon mortgage mountain movie museum music
    netflix notary novel nurse ocean okr omelette operating oven overdraft painting parking parliament passport
    password pasta patent payroll pdf pension permit pet phd physics pill pizza planet plumber poem poetry
    politics population porter potato powerpoint prayer pregnancy pregnant president printer prompt puppy python
    quantum queen rain recipe redundancy religion rent resign resignation retirement rice riddle roas roof
    router salad salary salesforce sauce school scrum seo server sex shampoo shareholder shoes sick singer
    skiing sleep snow soccer sofa solar song soup spanish spreadsheet sql ssl stain stair statute stock stocks
    storm sue sugar sunny supplier supply surgery swim swimming swot symptom tax taxes tea teacher temperature
    tender tennis theorem therapy ticket toothache tourist tournament tractor trademark translate translation
    travel tree tribunal tyre union university vaccine valuation vat vegetable venture vet virus visa vitamin
    volcano wage wages warehouse wash weather wedding whisky wife wifi windows wine wordpress""".split()
)
"""Words that name a subject: a library in which one of these is missing has nothing on it. Of any other missing word it
is not sure: it may be a turn of phrase."""
