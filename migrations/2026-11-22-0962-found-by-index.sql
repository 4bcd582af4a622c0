-- Found by reading the plan of every statement of every page on a house of 100,000 people (bench road --plans): a supporter's rest counts relationships that
-- ended too, and who was ever in a conversation with somebody counts those who left it. The indexes so far held the living ones only.
create index relationship_of_standing_ever on relationship (org_id, standing_id);
create index conversation_ever_of_person on conversation_member (org_id, person_id);
