import { count, list } from './format.ts';

/** First run, signing in, invitations, and the list of projects. */
export const entering = {
  setupTitle: 'Welcome to Triad',
  setupLead:
    'Code interview transcripts together, tie contexts, mechanisms and outcomes into configurations, and keep every step from quote to theory. Everything stays on this server.',
  setupAccount: 'Make your account',
  setupAccountLead: 'You will be the first lead, and can invite colleagues afterwards.',
  setupDemo: 'Try the demo study',
  setupDemoLead:
    'A small fictional study: transcripts, three coders who read them differently, and sketched configurations. It signs you in as the demo’s lead; this page stays open for your own account.',
  setupDemoAct: 'Try the demo study',
  setupDone: 'This server is already set up',
  setupDoneBody: 'Its first account exists. Sign in, or ask a lead for an invitation.',
  tokenMissing:
    'Open the address that the server printed when it started: it carries the setup token that lets you in. Or paste it here.',
  tokenLabel: 'Setup token or address',
  tokenWrong:
    'A setup token has 43 letters, digits, - or _. Copy the whole address that the server printed.',
  name: 'Your name',
  nameHint: 'As your team knows you. It stands beside your highlights.',
  email: 'E-mail',
  emailHint: 'To sign in with. Triad sends no mail.',
  password: 'Password',
  passwordHint: 'At least 10 characters.',
  createAccount: 'Create account',

  nameProblem: 'Write your name.',
  emailProblem: 'Write an e-mail address, such as ana@example.org.',
  passwordProblem: 'Use 10 to 200 characters.',

  signInTitle: 'Sign in',
  signInAct: 'Sign in',
  signInLead: 'With the e-mail and password of your account on this server.',
  signInNoAccount: 'No account? Ask a lead of your project for an invite link.',
  /** Where somebody is in, and wants to enter as another. */
  alreadyTitle: (name: string) => `You are signed in as ${name}`,
  alreadyBody:
    'To sign in as somebody else, sign out first: work that waits here is sent, and what cannot be sent is offered to you as a file.',
  alreadyLink:
    'This link signs somebody in, and was not used yet. Sign out to use it: work that waits here is sent first, and what cannot be sent is offered to you as a file.',
  alreadyStay: (name: string) => `Go on as ${name}`,
  alreadyLinkAct: 'Sign out and use the link',
  alreadyLeaving: 'Sending what waits…',
  linkTitle: 'Signing you in',
  linkBody: 'This link works once.',
  linkFailed: 'This link did not sign you in',

  inviteTitle: (project: string) => `Join ${project}`,
  inviteBy: (name: string) => `${name} invites you to this project.`,
  inviteRoles: 'Your roles in it',
  inviteExpires: (when: string) => `The invitation ends ${when}.`,
  inviteJoin: 'Join the project',
  inviteJoinAs: (name: string) => `You are signed in as ${name}.`,
  inviteOtherAccount: 'Not you? Sign out first: work that waits here is sent, or offered to you.',
  inviteMake: 'Make your account',
  inviteHaveAccount: 'Have an account here already?',
  inviteSignIn: 'Sign in, then join',
  inviteMakeInstead: 'Make a new account instead',
  inviteFailed: 'This invitation cannot be used',
  inviteFailedBody:
    'It may have been used, withdrawn, or have ended. Ask the lead who sent it for a new link.',
  inviteNoToken:
    'This address lacks the invitation itself. Open the whole link that you were sent.',

  projectsTitle: 'Projects',
  projectNew: 'New project',
  projectNewByDemo:
    'You are signed in as a member of the demo study: what you make here goes when it is removed, unless people with accounts of their own are in it. Make real projects from an account of your own.',
  projectNewLead: 'One study: its transcripts, its team and its theory.',
  projectTitle: 'Title',
  projectTitlePlaceholder: 'Night line for carers, 2026',
  projectTitleProblem: 'Give the project a title.',
  projectDescription: 'What it evaluates',
  projectDescriptionHint: 'A line or two for those you invite. Can be changed later.',
  projectCreate: 'Create project',
  projectsEmptyTitle: 'No projects yet',
  projectsEmptyBody:
    'A project holds one study: the theory you start from, the transcripts, and the people who code them.',
  projectsEmptyHow:
    'Make one, bring in interview transcripts (.docx, .txt, .md, .vtt, .srt), check who speaks, and invite your colleagues. Or look around the demo study first.',
  demoBadge: 'demo',
  demoMaking: 'Making the demo study…',
  projectFacts: (transcripts: string, members: string) => `${transcripts} · ${members}`,
  projectChanged: (when: string) => `Changed ${when}`,
  projectSpans: (spans: number) => count(spans, 'highlight', 'highlights'),
  projectSketches: (sketches: number) => count(sketches, 'sketch', 'sketches'),
  projectNotCoded: 'no highlights to see yet',
  yourRoles: (roles: readonly string[]) => `You: ${list(roles)}`,
} as const;
