import { getRouteApi } from '@tanstack/react-router'
import { listRegions, listStores } from '#contract/org.ts'
import { readSettings, type StandingSetting } from '#contract/setting-doors.ts'
import { settingGroups, settings, type SettingKey } from '#contract/settings.ts'
import { may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { PageWait, Stale } from '../frame/PageWait.tsx'
import { ChoiceFilter, FilterBar, type Choice } from '../list/filters.tsx'
import { useReply } from '../query.ts'
import { History } from './History.tsx'
import { SettingForm } from './SettingForm.tsx'
import { SettingRow } from './SettingRow.tsx'
import { useSettingTexts } from '../settingtexts.ts'
import { useSay } from '../texts/settings.ts'
import './settings.css'

const route = getRouteApi('/settings')

/** Every setting as it stands at a place: where it comes from, since when, by whom, and what is to come. */
export function SettingsPage() {
  const say = useSay()
  const texts = useSettingTexts()
  const { place_id, edit, history } = route.useSearch()
  const navigate = route.useNavigate()
  const asked = useReply(readSettings, place_id === undefined ? {} : { place_id }, { keep: true })
  const places = usePlaces()
  const show = (next: { place_id?: string; edit?: SettingKey; history?: SettingKey }) =>
    void navigate({ search: { place_id, ...next } })
  if (!asked.data) return <PageWait title={say('title')} asked={asked} />
  const { rows, place } = asked.data
  const editing = rows.find(({ key }) => key === edit)
  return (
    <>
      <PageHead title={say('title')} sub={say('hint')} />
      <FilterBar>
        <ChoiceFilter
          label={say('place')}
          value={place_id ?? ''}
          choices={[{ value: '', label: say('chain') }, ...places]}
          onChange={(next) => void navigate({ search: { place_id: next } })}
        />
      </FilterBar>
      <Stale asked={asked} />
      {settingGroups.map((group) => {
        const inGroup = rows.filter(({ key }) => settings[key].group === group)
        if (inGroup.length === 0) return null
        return (
          <section key={group} className="panel settings-group" aria-label={texts.groups[group]}>
            <div className="ph">
              <h2 className="h2">{texts.groups[group]}</h2>
            </div>
            {inGroup.map((row) => (
              <SettingRow
                key={row.key}
                row={row}
                place={place}
                onEdit={() => show({ edit: row.key })}
                onHistory={() => show({ history: row.key })}
              />
            ))}
          </section>
        )
      })}
      <Editing row={editing} place={place} onClose={() => show({})} />
      <FormDrawer
        open={history !== undefined}
        title={history === undefined ? '' : say('history_of', { name: texts.settings[history].name })}
        onClose={() => show({})}>
        {history !== undefined && <History of={history} />}
      </FormDrawer>
    </>
  )
}

type Place = { id: string; kind: 'chain' | 'region' | 'store' | 'till'; name: string }

function Editing({ row, place, onClose }: { row: StandingSetting | undefined; place: Place; onClose: () =>
  void }) {
  const texts = useSettingTexts()
  return (
    <FormDrawer open={row !== undefined} title={row === undefined ? ''
      : texts.settings[row.key].name} onClose={onClose}>
      {row && <SettingForm key={row.key} row={row} place={place} onDone={onClose} />}
    </FormDrawer>
  )
}

/** Regions, stores and tills in reach, each store's tills under it. */
function usePlaces(): Choice[] {
  const me = useMe()
  const enabled = may(me, 'stores.read')
  const regions = useReply(listRegions, {}, { enabled }).data?.rows ?? []
  const stores = useReply(listStores, {}, { enabled }).data?.rows ?? []
  const texts = useSettingTexts()
  return [
    ...regions.map(({ id, name }) => ({ value: id, label: name, note: texts.places.region })),
    ...stores.flatMap((store) => [
      { value: store.id, label: store.name, note: texts.places.store },
      ...store.tills.map((till) => ({
        value: till.id, label: `${store.name} · ${till.number}`, note: texts.places.till,
      })),
    ]),
  ]
}
