/* The parts that pages and the annotator are built from. */
export * from './avatar.tsx';
export * from './button.tsx';
export * from './choices.tsx';
export * from './dialog.tsx';
export * from './empty-state.tsx';
export * from './fields.tsx';
export * from './kbd.tsx';
export * from './menu.tsx';
export * from './notice.tsx';
export * from './pill.tsx';
export * from './role-badge.tsx';
export * from './save-status.tsx';
export * from './select.tsx';
export * from './table.tsx';
export * from './tabs.tsx';
export * from './toast.tsx';
export * from './tooltip.tsx';
