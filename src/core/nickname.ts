// Given names that people use for one another. In: a folded given name. Out: the formal
// names it may stand for, itself among them if it is one. A table and nothing else: a pair is
// never made because of a nickname alone.

// One line a formal name, then its short forms. A short form may stand in many lines
// ("chris", "alex"): two names agree when they share a formal name.
const table = `\
abigail abby abbie gail
abraham abe bram
adelaide addie heidi
albert al bert bertie
alexander alex al alec sandy sasha xander lex
alexandra alex sandra sandy sasha lexi
alfred al fred alf alfie
alice ali allie
allison ali allie
amanda mandy
andrew andy drew andre andreas andrei andrey
angela angie
ann anne anna annie nan nancy hanna hannah
anthony tony antonio anton
arthur art artie
barbara barb barbie babs
benjamin ben benny benji
bernard bernie barney
bethany beth
bradley brad
brandon bran
bridget bridie biddy
calvin cal
cameron cam
carl karl carlos
caroline carol carrie caro
cassandra cass cassie sandra
catherine cathy cath kate katie kathy katherine kathryn kathleen kat kit kitty katarina ekaterina
cecilia cissy cece
charles charlie chuck chas chaz carl carlos
charlotte lottie charlie lotte
chester chet
christian chris
christina chris christy tina chrissy kristina christine kristin kristen kirsten
christopher chris topher kit kris
clarence clare
clifford cliff
cynthia cindy
daniel dan danny
danielle dani
david dave davey davy
deborah deb debbie debra
dennis denny
dominic dom nick
donald don donny
dorothy dot dottie dolly
douglas doug
edmund ed eddie ned ted
edward ed eddie ned ted teddy eduardo
edwin ed eddie
eleanor ellie nell nora elena ella
elijah eli
elizabeth liz lizzie beth betty betsy eliza lisa libby elisabeth elsie lilibeth bess
emily em emmy emma
ernest ernie
eugene gene evgeny
evelyn eve evie
florence flo flossie
frances fran fanny frankie
francis frank fran francisco paco
franklin frank
frederick fred freddie fritz rick
gabriel gabe
gabrielle gabby
geoffrey geoff jeff jeffrey jeffery
george georgie jorge georg yuri
gerald gerry jerry
gerard gerry
gregory greg
guillermo memo bill
gwendolyn gwen
harold harry hal
harriet hattie
helen nell nellie lena ellen elena
henry harry hank hal heinrich enrique henri
herbert herb bert
howard howie
hubert hugh bert
ian iain
ignatius iggy nacho
irene rena
isaac ike
isabel bella izzy isabella belle
jacob jake jay
jacqueline jackie
james jim jimmy jamie jem
jane janie jenny janet jean
janet jan
jason jay
jean jeanne jeannie
jennifer jen jenny
jeremiah jerry
jeremy jerry
jerome jerry
jessica jess jessie
joan joanie
joanna jo joanne jo-ann
john jack johnny jon jonny johan johann johannes juan ivan ian sean shawn shaun giovanni
jonathan jon jonny nathan
joseph joe joey jose josef jo pepe
josephine jo josie
joshua josh
judith judy
julia julie jules
julian jules
karen kari
kenneth ken kenny
kimberly kim
lawrence larry laurence lars lorenzo
leonard leo len lenny
leonardo leo
leslie les
lillian lily lil
linda lindy
louis lou louie lewis luis luigi ludwig
louise lou
lucille lucy
madeline maddie
margaret maggie meg peg peggy marge margie greta rita daisy margarita marguerite
maria mary marie mia
mark marc marco marcus markus
martha marty mattie
martin marty
mary molly polly mae maria marie
matilda tilly mattie
matthew matt matty mathew
maureen mo
maximilian max
maxwell max
megan meg
melissa missy mel lissa
melvin mel
michael mike mick mickey micky mikhail miguel michel mitch
michelle shelly
mildred millie
miriam mimi
mitchell mitch
mohammed mohammad muhammad mohamed mo
nancy nan
natalie nat
natalia natasha nat
nathan nate nat
nathaniel nate nat nathan
nicholas nick nicky nicolas nikolai klaus claus
nicole nikki
norman norm
oliver ollie
olivia liv livvy
oscar ozzie
pamela pam
patricia pat patty tricia trish
patrick pat paddy rick
paul pablo pavel paolo
penelope penny
peter pete pedro pierre piotr pyotr
philip phil phillip pip felipe
phyllis phyl
priscilla cilla
rachel rae
randall randy
raphael ralph rafael rafe
raymond ray
rebecca becky becca
reginald reg reggie
richard rick rich dick ricky richie ricardo
robert bob bobby rob robbie bert roberto
roberta bobbie
roderick rod
rodney rod
roger rodge
roland rollo
ronald ron ronnie
rosalind roz
rosemary rose rosie
rudolph rudy rolf
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sally sadie sara
sebastian seb bastian
sharon shari
shirley shirl
sidney sid
sophia sophie sofia
spencer spence
stanley stan
stephanie steph stefanie
stephen steve steven stevie stefan esteban etienne
stewart stuart stu
susan sue susie suzy susanna suzanne
sylvester sly
tabitha tabby
terence terry
theodore ted teddy theo
theresa terry tess tessa teresa
thomas tom tommy tomas
timothy tim timmy
valerie val
vernon vern
veronica ronnie nica
victor vic vik
victoria vicky tori
vincent vince vinny vin
virginia ginny
vivian viv
vladimir vlad volodymyr
walter walt wally
warren ren
wendell wendy
wilhelm willi bill
william bill billy will willy liam guillermo wilhelm
winifred winnie
zachary zach zack`;

const formalNames = new Map<string, readonly string[]>();
for (const line of table.split('\n')) {
  const names = line.split(' ');
  for (const name of names) formalNames.set(name, [...(formalNames.get(name) ?? []), names[0] as string]);
}

/** The formal names that this one may stand for; itself, if the table does not know it. */
export function formalNamesOf(given: string): readonly string[] {
  return formalNames.get(given) ?? [given];
}

/** "Bob" and "Robert" agree; "Bob" and "William" do not. */
export function sameGivenName(left: string, right: string): boolean {
  const names = formalNamesOf(left);
  return formalNamesOf(right).some((name) => names.includes(name));
}
