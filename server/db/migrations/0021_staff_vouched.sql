-- Who made a person's first password, and for whom a file was written: neither may be turned into a second person or a wider reach.

-- Whoever made the password could still sign in with it: for some days the two count as one when it comes to approving.
-- A password that the person changes themselves takes nothing of this back.
alter table org.staff
  add column vouched_by uuid, add column vouched_at timestamptz,
  add check ((vouched_by is null) = (vouched_at is null));

-- As whom a file was written: stores is null where it was the whole chain. Whoever reaches less by now has it no more.
alter table exports.jobs
  add column written_scope text, add column written_stores uuid[];
create index jobs_by_time on exports.jobs (chain_id, asked_at) where state in ('failed', 'ended');
