/** The benchmark's sheet: every goal with its target, what was measured, and whether it is met. Nothing here judges by ending early. */

/** One goal of the engine. `met` is undefined where nothing could be measured: a peer is missing or took longer than allowed. */
export interface Goal {
  readonly section: string;
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean | undefined;
}

/** Collects goals and says each one as soon as it is known. */
export class Sheet {
  readonly goals: Goal[] = [];
  private section = '';

  /** Begins a section. */
  begin(section: string): void {
    this.section = section;
    console.log(`\n## ${section}`);
  }

  /** A goal with a limit: met when the number is at most the limit. Without a number it could not be measured. */
  atMost(what: string, limit: number, value: number | undefined, unit = ''): void {
    this.keep({ what, target: `<= ${limit}${unit}`, measured: value === undefined ? 'not measured' : `${shown(value)}${unit}`, met: value === undefined ? undefined : value <= limit });
  }

  /** A goal that holds or does not. */
  holds(what: string, met: boolean | undefined, measured = met === undefined ? 'not measured' : met ? 'yes' : 'NO'): void {
    this.keep({ what, target: 'yes', measured, met });
  }

  /** A figure without a goal. */
  say(line: string): void {
    console.log(`   ${line}`);
  }

  /** All goals once more, with a line that counts them. */
  end(seconds: number): void {
    const met = this.goals.filter((goal) => goal.met === true).length, missed = this.goals.filter((goal) => goal.met === false), open = this.goals.filter((goal) => goal.met === undefined);
    console.log(`\n## All goals\n| section | goal | target | measured | |\n| --- | --- | --- | --- | --- |`);
    for (const goal of this.goals) console.log(`| ${goal.section} | ${goal.what} | ${goal.target} | ${goal.measured} | ${word(goal)} |`);
    console.log(`\n${met} of ${this.goals.length} goals met, ${missed.length} not met, ${open.length} not measured; ${Math.round(seconds)} s on the clock.`);
    for (const goal of missed) console.log(`not met: ${goal.section}: ${goal.what} ${goal.target}, measured ${goal.measured}`);
  }

  private keep(goal: Omit<Goal, 'section'>): void {
    const whole = { section: this.section, ...goal };
    this.goals.push(whole);
    console.log(`-> ${goal.what}: target ${goal.target}, measured ${goal.measured}: ${word(whole)}`);
  }
}

function word({ met }: Goal): string {
  return met === undefined ? 'not measured' : met ? 'met' : 'NOT MET';
}

function shown(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
