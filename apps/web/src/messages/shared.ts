import type { MemberRole } from '@triad/collab';
import type { Role } from '@triad/realist';
import { count, number } from './format.ts';
import { saving } from './saving.ts';

const roles: Readonly<Record<Role, string>> = {
  C: 'Context',
  M: 'Mechanism',
  O: 'Outcome',
  I: 'Intervention',
  A: 'Actor',
  undecided: 'Undecided',
};

const memberRole: Readonly<Record<MemberRole, string>> = {
  lead: 'Lead',
  coder: 'Coder',
  reviewer: 'Reviewer',
  observer: 'Observer',
};

const memberRoleHint: Readonly<Record<MemberRole, string>> = {
  lead: 'Imports transcripts, writes theory statements, invites people, decides.',
  coder: 'Highlights quotes and sketches configurations, in a layer of their own.',
  reviewer: 'Reads every layer, compares them, and comments.',
  observer: 'Comments and later signs off. Reads transcripts only where a lead allows it.',
};

export const shared = {
  product: 'Triad',
  roles,
  memberRole,
  memberRoleHint,
  act: {
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    undo: 'Undo',
    redo: 'Redo',
    tryAgain: 'Try again',
    remove: 'Remove',
    rename: 'Rename',
  },
  ui: {
    notices: 'Notices',
    skip: 'Skip to the content',
    breadcrumb: 'Where you are',
    openLeft: 'Show navigation',
    openRight: 'Show details',
    leftColumn: 'Navigation',
    rightColumn: 'Details',
    /** The initials first: they are what is seen, and what one says to a computer that listens. */
    accountMenu: (initials: string, name: string) => `${initials}: account of ${name}`,
    moreActs: (what: string) => `More for ${what}`,
    loading: 'Loading',
    notCopied: 'The browser did not let it be copied. Select the text and copy it by hand.',
    connection: {
      lost: 'Offline, trying again',
      'too-many': 'Open too often: close other tabs',
    },
  },
  nav: {
    project: 'Project',
    overview: 'Overview',
    theory: 'Theory statements',
    adjudicate: 'Adjudicate',
    consolidate: 'Consolidate',
    cmocs: 'CMOCs',
    signOff: 'Sign-off',
    members: 'Members',
    transcripts: 'Transcripts',
    import: 'Import',
    account: 'Your account',
    signOut: 'Sign out',
    signIn: 'Sign in',
  },
  errors: {
    unreachable:
      'The server does not answer. Check that it runs and that you are connected, then try again.',
    unreadable: (status: number) =>
      `The server gave an answer that this page cannot read (HTTP ${status}). Try again; if it stays so, tell whoever runs the server.`,
    unexpected:
      'Something went wrong on this page. What the server confirmed as saved is safe. Try again.',
    tooLarge: 'That is more than the server accepts at once.',
    tooMany: 'Too many tries in a short time. Wait a minute, then try again.',
    pageTitle: 'This page stopped',
    pageBody:
      'Something on this page went wrong. What the server confirmed as saved is safe. Load the page again; if it stops again, go back to your projects.',
    /** While work is in this tab alone: nothing may load the page anew. */
    pageBodyUnsaved:
      'Something on this page went wrong. Your work is not all saved yet: it waits in this tab and is sent from here. Leave the tab open; once all is saved you can load the page again.',
    oldTitle: 'Triad was renewed',
    oldBody: 'The server has a newer version than this page. Load it again.',
    oldBodyUnsaved:
      'The server has a newer version than this page. Your work is not all saved yet: leave the tab open until it is, then load the page again.',
    reload: 'Load again',
    notFoundTitle: 'Nothing is here',
    notFoundBody:
      'The address may be mistyped, or what it named was removed, or you are not a member of its project.',
    toProjects: 'Go to your projects',
    forbiddenTitle: 'Not for your roles',
    forbiddenBody: 'Your roles in this project do not include this page. A lead can change them.',
    unavailableTitle: 'No connection',
    unavailableBody:
      'The server does not answer, so this page cannot be shown now. Triad tries again by itself, and shows it as soon as the server is there.',
  },
  madeLink: {
    title: 'Send this link',
    copy: 'Copy the link',
    copied: 'Copied. Paste it into a message to them.',
    copyFailed: 'The browser did not let the page copy. Select the link and copy it yourself.',
    done: 'Done',
  },
  saving,
  sharedText: {
    tooLong: (most: number, over: number) =>
      `Not added: ${count(over, 'letter', 'letters')} too many for the ${number(most)} that fit here. What stood here is unchanged. Add less, or make room first.`,
  },
  end: {
    removed: 'You are no longer a member of that project. Your work stays in it.',
    signedOut: 'You were signed out.',
  },
} as const;
