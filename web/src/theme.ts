// Colours, type and defaults of all screens. In: nothing. Out: the Mantine theme and its
// CSS variables. Shades are chosen so that every text reaches 4.5:1 in light and dark;
// do not lighten them without running axe on every page.

import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 8, dark: 7 },
  colors: {
    brand: ['#eaf4fb', '#d3e6f4', '#a9cfea', '#7cb5e0', '#559fd7', '#3487cb', '#257fc9', '#1a6fb4', '#0a5a96', '#004b80'],
  },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.55rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1.02rem' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'presentation' } } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'presentation' } } } },
    NavLink: { defaultProps: { variant: 'light' } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#4f5964',
    '--mantine-color-placeholder': '#67717c',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#0a5a96',
    '--mantine-color-body': '#ffffff',
  },
  dark: {
    '--mantine-color-dimmed': '#b3b9c1',
    '--mantine-color-placeholder': '#9aa1a9',
    '--mantine-color-error': '#ff9b91',
    '--mantine-color-anchor': '#8cc4ee',
    '--mantine-color-brand-light-color': '#a9cfea',
    // White on it: the shade that Mantine takes in the dark reaches 3.8:1 only.
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-brand-outline': '#7cb5e0',
    '--mantine-color-red-outline': '#ff9b91',
    '--mantine-color-red-light-color': '#ffb3ab',
    '--mantine-color-body': '#16191d',
  },
});
