// Programmes: their words, hours, content, and who holds which role where. Other rooms and pages import this door only.
export { addWorkingTime, type Cover, hasCover, isOpenAt, lastOpenMoment, type OpenHours, takeWorkingTime, timeUnits, type TimeUnit } from './working-time.ts';
