/** What a chain or a store can switch off; a switched-off feature leaves no trace in screens and API. */
export const features = ['stored_value', 'points', 'members', 'stock'] as const
export type Feature = (typeof features)[number]
