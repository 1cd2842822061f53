import type { AuditRow } from '#contract/audit.ts'
import { listRoles, listStaff } from '#contract/org.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Scope } from '#contract/roles.ts'
import { formatCount, formatFen, formatQty } from '../../ui/format.ts'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { may, useMe } from '../../ui/session.ts'
import { useReply } from '../query.ts'
import { inWords, isSettingKey } from '../settingwords.ts'
import { useSettingTexts } from '../settingtexts.ts'
import { useSay as useAdminSay } from '../texts.ts'
import { useSay as useApprovalSay } from '../texts/approvals.ts'
import { useSay } from '../texts/audit.ts'
import { useSay as useSettingSay } from '../texts/settings.ts'
import { useWhen } from '../when.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

type Pair = { name: string; text: string }
const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names behind the ids that a record holds, as far as whoever reads may know them. */
function useNames(): ReadonlyMap<string, string> {
  const me = useMe()
  const texts = usePeopleTexts()
  const enabled = may(me, 'staff.read')
  const roles = useReply(listRoles, {}, { enabled }).data?.rows ?? []
  const here = useReply(listStaff, {}, { enabled }).data?.rows ?? []
  const gone = useReply(listStaff, { left: 'yes' }, { enabled }).data?.rows ?? []
  return new Map([
    ...me.stores.flatMap(({ id, name, tills }) =>
      [[id, name], ...tills.map((till) => [till.id, `${name} · ${till.number}`])] as [string, string][]),
    ...roles.map((role): [string, string] => [role.id, roleName(texts, role)]),
    ...[...here, ...gone].map(({ id, name }): [string, string] => [id, name]),
  ])
}

/** A record in the words of whoever reads it: keys, amounts, moments, ids as names where they are known. */
export function useRecordWords() {
  const say = useSay()
  const asked = useApprovalSay()
  const admin = useAdminSay()
  const setting = useSettingSay()
  const settings = useSettingTexts().settings
  const people = usePeopleTexts()
  const when = useWhen()
  const names = useNames()
  const known = (id: string) => names.get(id) ?? id.slice(-8)
  /** What is said where there are words for it; null where there are none. */
  const listed = (key: string, value: string): string | null => {
    if (key === 'permissions') return people.permissions[value as Permission] ?? null
    if (key === 'scope') return people.scopes[value as Scope] ?? null
    // Why a price was set by hand is named apart from all other reasons.
    const keys = key === 'reason' ? [`reason_${value}`, `override_${value}`] : [`${key}_${value}`]
    return keys.flatMap((name) => [say.of(name), asked.of(name), admin.of(name)])
      .find((text) => !keys.includes(text)) ?? null
  }
  const valueOf = (key: string, value: unknown): string => {
    if (value === null || value === undefined) return say(key === 'place_id' ? 'whole_chain' : 'nothing')
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
    if (typeof value === 'number')
      return key.endsWith('_fen') ? formatFen(value)
        : key.endsWith('_m') ? formatQty(value, 'piece') : formatCount(value)
    if (Array.isArray(value))
      return value.map((one) => valueOf(key, one)).join(admin('list_comma')) || say('nothing')
    if (isRecord(value)) return pairsOf(value).map(({ name, text }) => `${name} ${text}`).join(' · ')
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return listed(key, text) ?? (uuid.test(text) ? known(text) : instant.test(text) ? when.stamp(text) : text)
  }
  /** A line for each value; what is nested is laid out beside the rest. */
  const pairsOf = (record: object): Pair[] => Object.entries(record).flatMap(([key, value]) => {
    const name = say.of(`key_${key}`).replace(/^key_/, '')
    if (isRecord(value)) return pairsOf(value)
    if (!Array.isArray(value) || !value.some(isRecord)) return [{ name, text: valueOf(key, value) }]
    return value.map((one, at) => ({ name: `${name} ${at + 1}`, text: valueOf(key, one) }))
  })

  return {
    pairsOf,
    /** What an act was about: a setting by its name, a thing by its own name where it is known. */
    aboutOf: ({ ref }: AuditRow): string => ref === null ? '—'
      : isSettingKey(ref) ? settings[ref].name : uuid.test(ref) ? known(ref) : ref,
    /** One side of a change. */
    sideOf: ({ ref }: AuditRow, value: unknown): Pair[] => ref !== null && isSettingKey(ref)
      ? [{ name: settings[ref].name, text: inWords(ref, value, { say: setting, people }) }]
      : isRecord(value) ? pairsOf(value) : [{ name: '', text: valueOf('', value) }],
  }
}
