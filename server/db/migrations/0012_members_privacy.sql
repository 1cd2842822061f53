-- Members' privacy: what finds a name from a keyboard, where a member is known, sealed identity, consents in
-- numbered words, and the indexes that end what is kept too long.

-- spelling_version is the rule under which the rows of members.spellings were made: 0 for none yet.
alter table members.profiles
  add column gender text check (gender in ('female', 'male')),
  add column note text not null default '',
  add column erased_at timestamptz,
  add column spelling_version int not null default 0;
create index profiles_to_spell on members.profiles (chain_id, member_id) where spelling_version = 0;

-- A name's spellings between its pinyin and its initials, such as zhoumh: one row each, found by their beginning.
create table members.spellings (
  chain_id uuid not null, member_id uuid not null, spelling text not null,
  primary key (chain_id, member_id, spelling));
create index spellings_by_start on members.spellings (chain_id, spelling text_pattern_ops);
select place('members.spellings', 'member'), fence('members.spellings');

-- The stores that know a member: where they joined, bought or topped up. joined_at is the profile's own, so that a
-- store's list is read in its order from one index.
create table members.visits (
  chain_id uuid not null, member_id uuid not null, store_id uuid not null, joined_at timestamptz not null,
  first_at timestamptz not null, last_at timestamptz not null,
  primary key (chain_id, member_id, store_id),
  foreign key (chain_id, store_id) references org.stores);
create index visits_of_store on members.visits (chain_id, store_id, joined_at, member_id);
select place('members.visits', 'member'), fence('members.visits');

-- Closed with a key outside of the database (R1.63): real name, ID number, bank account, guardian. The fingerprint is a
-- keyed digest.
create table members.identities (
  chain_id uuid not null, member_id uuid not null, kind text not null
  check (kind in ('real_name', 'id_number', 'bank_account', 'guardian_name', 'guardian_phone')),
  sealed bytea not null, masked text not null, fingerprint text not null, set_by uuid not null, set_at timestamptz not null,
  primary key (chain_id, member_id, kind),
  foreign key (chain_id, member_id) references members.profiles);
create index identities_by_fingerprint on members.identities (chain_id, kind, fingerprint);
select place('members.identities', 'member'), fence('members.identities');

-- The words of a consent, by version. Version 1 is the usual one of the house and no row; a chain's own begin at 2.
create table members.consent_wordings (
  chain_id uuid not null, kind text not null check (kind in ('service', 'marketing', 'profiling', 'identity', 'guardian')),
  version int not null check (version > 1), zh text not null, en text not null, made_by uuid not null,
  made_at timestamptz not null,
  primary key (chain_id, kind, version));
comment on table members.consent_wordings is 'append-only: new words are a new version';
select place('members.consent_wordings', 'reference'), fence('members.consent_wordings');

-- Earlier rows were asked for at the till in the first words; they name them in the column wording, which nothing
-- writes any more.
alter table members.consents
  alter column wording drop not null,
  add column wording_version int not null default 1,
  add column channel text not null default 'till' check (channel in ('till', 'console')),
  add column store_id uuid,
  drop constraint consents_kind_check,
  add constraint consents_kind_check check (kind in ('service', 'marketing', 'profiling', 'identity', 'guardian'));

-- at is the clock of the chain, which a sandbox can set; how long an answer was kept is told by the wall clock.
alter table kernel.once add column written_at timestamptz not null default now();
-- The oldest rows lie together in the order they were written: a block range is enough to find them.
create index once_by_time on kernel.once using brin (written_at);
create index notes_by_time on kernel.notes using brin (at);
