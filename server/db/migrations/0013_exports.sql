-- Exports (R6.06): who asked for which list, why, and what became of it. The file itself lies in the data folder.

create schema exports;

-- filters_sealed: what was looked for may be a member's phone. claim names the process at work, so that one that was
-- thought dead cannot write over its successor; claimed_until is wall-clock time, all other times are the chain's.
create table exports.jobs (
  chain_id uuid not null, id uuid not null, staff_id uuid not null, what text not null, format text not null
  check (format in ('xlsx', 'csv')), language text not null check (language in ('zh', 'en')), filters_sealed bytea not null,
  columns text[] not null, reason text not null, state text not null
  check (state in ('waiting', 'running', 'waiting_approval', 'ready', 'failed', 'ended')),
  rows int8 not null default 0 check (rows >= 0), total int8, bytes int8, sha256 text, approval_id uuid, why_failed text,
  claim uuid, claimed_until timestamptz, tries int not null default 0, asked_at timestamptz not null, ends_at timestamptz,
  primary key (chain_id, id),
  check ((state in ('waiting_approval', 'ready')) <= (sha256 is not null and bytes is not null and claim is not null)),
  check ((state in ('waiting_approval', 'ready')) <= (ends_at is not null)));
create index jobs_of_person on exports.jobs (chain_id, staff_id, asked_at, id);
create index jobs_at_work on exports.jobs (chain_id, state) where state in ('waiting', 'running', 'waiting_approval', 'ready');
select place('exports.jobs', 'chain'), fence('exports.jobs');
