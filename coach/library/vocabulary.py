"""The English that the library knows: words without a topic, and words that plain speakers swap for one another.

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
    """absolutely actual actually afternoon ages aim alright amazing annoying anybody anyway apparently area asap awful
    basically basic big boring bunch bring brings brought case certain certainly chat clear clearly clever clue
    completely confused confusing consider correct couple crazy curious currently daily day days dear decent
    deep definitely difficult dumb early easily easy entire entirely especially essentially etc eventually
    expect explained extra extremely fact fair fairly fall falls feel feeling feels fellow fewer figure finally
    fine found forget friend friends fully fun funny general generally genuinely girl glad great guess guy guys
    hand handle happy hard hate heard hear hello hey honest honestly hope huge hurt idea ideas imagine important
    impossible inside interested interesting involve involved involves jump kinda large late lately later learn
    leave left line list little lady long lose loads love lovely luck lucky main mainly major man matter matters
    meaning mention mentioned mid mind minute minutes moment morning mostly mum mine myself name named nearly
    necessarily necessary nice night normal normally note number obvious obviously odd old open ordinary
    original outside pass perfect perfectly personally piece pieces place plain play pointless poor possible
    possibly practically practice pretend pretty prefer previous probably proper properly purely put quick
    quickly random rare rarely ready real realise realised realize recently recommend regular relevant remember
    remind rest roughly round rubbish scared seen sense serious seriously set sensible short silly simple simply
    single situation sit smart soon sorry sound sounds special specific speak specifically spot stage stand stay
    step steps stick stop straight strange stuck stuff stupid suddenly suggest suggestion suitable super suppose
    surely swear tempted terms terrible therefore thinking thought tiny tip tips tired today together told
    tomorrow tonight top topic total totally touch tough tricky tried true truly truth turn turns type types
    typical typically ultimately unsure urgently useful useless usual weeks weird wish wise worried worry worst
    worthwhile wow write yesterday yeah""".split()
)
"""Words of everyday talk that say little about which passage is meant, though they may stand in one. A question is not
foreign to the library for having one that the library lacks."""

RELATED: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for line in """
    client customer buyer shopper consumer purchaser subscriber user account clientele patron punter
    audience public crowd viewers readers listeners
    demographic age gender generation young younger old older millennials teenagers
    visitor traffic click visits footfall
    guest patient member
    company firm business organisation enterprise corporation outfit agency
    startup founder newcomer venture
    industry sector trade branch field niche
    boss leader leadership ceo owner founder executive director cmo head chief manager management
    team department staff employee worker personnel crew people workforce colleague
    employ hire recruit appoint headcount vacancy
    fractional freelance outsource interim part-time contractor external consultant outsider
    expert specialist professional experienced senior skilled
    price pricing charge cost fee rate expensive cheap afford affordable costly pricey quote tariff
    budget spend spending money cash fund afford invest investment funding
    sale sell selling sold deal revenue turnover income order
    profit profitability margin profitable earn earning
    roi return payback payoff worthwhile pay worth
    discount coupon voucher bargain markdown percent half rebate
    promote promotion promotional discount giveaway deal offer special
    bundle package set pack
    lead enquiry inquiry prospect pipeline
    buy purchase order checkout pay
    buyout equity capital investor shareholder
    waste wasted worth burn squander
    commission affiliate earn kickback
    problem challenge pain issue trouble struggle difficulty headache frustration complaint
    solve resolve fix solution remedy
    solution offer offering service product
    product item goods merchandise
    offer offering
    service support care helpdesk help aftersales
    rival competitor competition competitive alternative competing opponent
    unique different differentiation distinct distinctive special differ stand out usp
    same alike identical similar resemble
    benefit advantage gain upside pros plus
    danger risk downside pitfall mistake trap wrong error cons hazard
    mistake error pitfall wrong fail blunder
    loyal loyalty retention retain repeat return keeping keep stay
    churn leave lose lost defect cancel quit
    loyal faithful devoted
    brand reputation image identity name logo
    reputation trust credibility credible believe
    trust credible credibility believe honest authentic authenticity sceptical sceptic distrust
    position positioning perceive perception perceived
    perceive perception seen view think
    proposition promise offer offering value usp pitch
    promise deliver keep pledge
    value worth
    advert advertise advertising ad ads commercial campaign banner billboard
    campaign push drive
    promote publicise plug push
    social instagram facebook tiktok linkedin youtube twitter snapchat pinterest
    influencer creator blogger celebrity ambassador
    email mail newsletter mailing inbox
    web website site online internet digital ecommerce page homepage
    phone mobile smartphone call ring
    tv television radio print newspaper magazine broadcast
    search google seo keyword
    shop store retail retailer outlet mall showroom
    brick physical high-street shop store
    channel media platform outlet medium
    measure metric kpi track tracking monitor indicator score yardstick gauge dashboard benchmark
    data analytics figure number statistic stats
    result outcome effect impact
    impact effect influence affect
    goal target objective aim ambition
    horizon ahead future timeframe timespan period
    plan planning roadmap blueprint playbook scheme
    strategy strategic
    tactic tactical execute execution operational operations
    execute execution implement carry do action act
    direction course compass steer guide
    vision mission picture future dream
    trend change shift evolve evolution development movement
    change adapt adjust pivot alter modify switch
    keep pace adapt evolve
    research study survey insight investigate interview questionnaire homework
    insight understand understanding knowledge learn
    understand know grasp
    segment segmentation niche group slice split divide
    divide split sort separate categorise classify group
    persona profile avatar
    target targeted targeting aim
    ideal perfect dream best favourite
    innovate innovation invent invention new novel inventive creative
    disrupt disruptive groundbreaking revolutionary game-changer
    launch introduce release debut rollout unveil
    grow growth expand expansion scale scaling bigger increase
    sustain sustainable sustained lasting last long durable endure
    sustainable sustainability eco ecological green environment environmental recyclable recycle planet climate
    purpose mission why reason meaning
    value principle belief
    first begin start origin originate
    origin coin invent history
    define definition meaning
    story parable tale metaphor analogy image river fable anecdote
    baby child children infant kid
    drown rescue save
    villager villagers village
    law regulation legal gdpr ccpa privacy compliance rule
    privacy personal data intrude intrusive creepy tracking spy
    personal personalise personalised personalisation personalization individual tailor tailored custom customise bespoke
    ai artificial intelligence automation technology tech robot chatgpt software
    software app tool program saas system
    technology tech technical technological digital
    feedback review testimonial opinion rating comment
    testimonial reference recommendation referral word-of-mouth
    partner partnership alliance collaborate collaboration cooperate team-up
    collaborate cooperate coordinate together jointly
    quick fast rapid immediate short soon instantly instant speedy urgent
    short quick brief
    immediate now instant today
    annual year yearly
    month monthly quarter quarterly
    week weekly biweekly bi-weekly fortnight fortnightly
    often frequently regularly interval frequency
    compare comparison versus difference vs contrast differ
    pick choose select choice decide decision
    balance mix both combine combination integrate integration together harmony merge blend
    experience journey
    seamless smooth easy effortless hassle
    convenient convenience easy handy
    foreign abroad country international overseas export global worldwide
    local regional neighbourhood
    fashion clothing clothes apparel garment style
    cosmetics makeup beauty skincare
    food snack flavour taste drink
    car vehicle automobile auto electric ev
    medical device health hospital orthopedic spine surgical
    airline flight southwest plane
    relationship relation bond connection rapport
    connect connection bond link engage
    engage engagement interact interaction involve
    package packaging wrapping box
    notice noticed attention visible visibility seen attract
    attention focus concentration span
    crowded saturated saturation oversaturated noise competitive flooded full
    stand differentiate distinctive unique
    aware awareness known recognition recognise
    rethink reconsider revisit review reassess re-evaluate
    regular periodic recurring
    conversion convert close closing
    convert buy
    free trial sample demo
    acquire acquisition takeover merger buyout
    author writer wrote written write publish published
    article text piece blog newsletter post
    book read reading publication bestseller
    source reference citation
    test check validate validation prove proof verify evidence
    ready readiness prepare preparation
    example case instance illustration
    big large major huge great
    small little tiny smb sme
    skill competence ability capability expertise talent know-how
    train training teach coach course workshop
    learn teach education
    process procedure workflow system method
    method approach technique way
    busy frantic overwhelmed swamped hectic firefighting fires
    effort work labour activity
    cause root reason source
    symptom sign signal
    fail failure flop fall flat bomb unsuccessful
    succeed success successful win thrive work
    strong powerful robust solid
    weak poor bad
    luxury premium exclusive high-end upmarket posh
    quality excellent exceptional
    consistent consistency same coherent uniform aligned
    align alignment match fit agree accord consistent
    message messaging slogan tagline words copy
    communicate communication tell inform talk
    content video blog article post
    complex complicated complexity difficult
    need want desire demand require wish
    demand appetite want
    expect expectation hope
    unmet unserved hidden unfulfilled missing
    gap hole opening opportunity chance whitespace
    opportunity chance potential
    market marketplace
    share slice portion
    lead leader top first
    anticipate predict forecast foresee foresight
    urgent pressing immediate
    painful hurt pain sore
    recognise aware acknowledge
    willing willingness ready
    pressure challenge threat
    responsive respond response react reaction reply
    respond answer reply react
    navigate navigation menu
    pay payment card checkout
    return refund exchange
    chat message support
    delivery shipping deliver ship
    subscription subscribe membership recurring signup
    sign enrol join register
    incentive reward bonus perk motivation
    motive motivation drive
    loyalty reward points club
    purchase history bought
    recommend recommendation suggest
    resource money time capacity means
    allocate allocation distribute divide put assign
    priority prioritise important focus
    focus concentrate emphasis attention
    reduce lower cut less shrink
    increase raise boost improve lift
    improve better refine optimise enhance upgrade
    maximise optimise most
    agile flexible flexibility adaptable nimble
    pitfall trap
    lasting long-lived permanent
    collapse bankrupt fail
    role job duty responsibility task
    duty responsibility
    responsible accountable charge
    feature function functionality
    design develop development build create
    develop development build make
    create make build
    idea concept thought
    theory theoretical abstract paper
    practical practice concrete real
    tangible concrete real measurable
    reach access contact
    attract draw pull lure
    win gain attract acquire
    merge combine
    overlap common share
    stage phase step
    core element component part ingredient
    six half-dozen
    table list overview chart
    conclusion summary sum conclude
    introduce introduction
    publisher publish magazine
    date when published
    company head ceo
    bottom profit
    top revenue
    ambitious bold
    """.strip().splitlines()
)
"""Rows of words that plain speakers swap for one another."""
