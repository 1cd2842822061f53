import type { Input, Reply } from '#contract/endpoint.ts'
import type { exportMember } from '#contract/privacy.ts'
import { record } from '#kernel/audit.ts'
import { localTime } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import { readProfile } from '#modules/members/members.ts'
import { csvOf } from './ownrecord-csv.ts'
import { gather } from './ownrecord-parts.ts'

/**
 * Everything the house holds on one member, closed fields included, as a file for that member (R1.30, R1.62).
 * That it was handed out, in which form and why is on record. Refuses `member_erased`.
 */
export async function exportOwnRecord(
  tx: Tx, who: Who, { member_id, format, reason }: Input<typeof exportMember>,
): Promise<Reply<typeof exportMember>> {
  const profile = await readProfile(tx, who, member_id)
  if (profile.erased_at !== null) refuse('member_erased')
  const all = await gather(tx, who, member_id)
  await record(tx, who, [{
    verb: 'member.export', ref: member_id, store_id: profile.store_id, detail: { format, reason },
  }])
  const day = localTime(who.now, who.zone).day
  return {
    // No name in it: file names end up in lists of downloads and in mail.
    file_name: `member-${member_id.slice(-8)}-${day}.${format}`,
    content_type: format === 'json' ? 'application/json' : 'text/csv',
    content: format === 'json' ? JSON.stringify(all, null, 2) : csvOf(all, who.zone),
  }
}
