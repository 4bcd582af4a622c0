// The furniture: plain props, no domain word. Pages import this door only.
export { Bar } from './bar.tsx';
export { type Choice, Choices, Tick } from './choices.tsx';
export { type Asked, DateField, Field, Select, Textarea } from './field.tsx';
export { Dialog, Folded } from './folded.tsx';
export { Form } from './form.tsx';
export { Icon, type IconName } from './icon.tsx';
export { isSafeAddress, Link } from './link.tsx';
export { Hero, Mark } from './mark.tsx';
export { Pager } from './pager.tsx';
export { Button, Card, Columns, Empty, List, Quiet, Row, Small, Stack, Tag, Time, Voice } from './pieces.tsx';
export { PasskeyButton } from './passkey-button.tsx';
export { Promise } from './promise.tsx';
export { Table } from './table.tsx';
export { LiveFeed, Talk, TalkDay, TalkTurn, type Turn } from './talk.tsx';
export { type Step, Way } from './way.tsx';
export { type ShortWord, WeekGrid } from './week-grid.tsx';
export type { FormShown, Mending } from './form-shown.ts';
export type { FurnitureWords } from './words.ts';
