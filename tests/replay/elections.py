"""Small elections that nobody held, written as Pabulib writes them."""

DOTS = """META
key;value
description;Ideer til ventetiden
num_projects;4
num_votes;7
vote_type;cumulative
max_sum_points;5
max_points;3
PROJECTS
project_id;cost;votes;score;name
1;100;4;9;"Te; ""kaffe"" og vand"
A-2;200;5;11;Flere stole <b>nu</b>
3;300;0;0;=Planter
4;300;1;1;Ring på 20 37 41 58
VOTES
voter_id;age;vote;points
11;44;1,A-2;3,2
12;;1;2
13;71;;
14;20;A-2,1;3,1
15;20;A-2;3
16;20;4,A-2,1;1,1,3
17;20;A-2;2
"""

APPROVAL = """META
key;value
description;Ideer til haven
num_projects;3
num_votes;6
vote_type;approval
PROJECTS
project_id;votes;name
1;4;Bænke
2;3;Blomster
3;0;Skygge
VOTES
voter_id;vote
a;1,2
b;1
c;2
d;1,2
e;1
f;
"""

THOUSAND = (
    DOTS.replace("max_sum_points;5", "max_sum_points;1000")
    .replace("max_points;3", "max_points;500")
    .replace("1,A-2;3,2", "1,A-2;300,200")
    .replace("100;4;9;", "100;4;306;")
    .replace("200;5;11", "200;5;209")
)
FEW = APPROVAL.replace("num_votes;6", "num_votes;4").replace("1;4;B", "1;3;B").replace("e;1\nf;\n", "")
