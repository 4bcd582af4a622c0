-- Somebody who has a telephone and no way to sign in says yes or no aloud; who wrote it down stands beside it.
alter table proposal add column spoken_to uuid;
alter table agreement_version_yes add column noted_by uuid;
