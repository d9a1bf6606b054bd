// How Teams sizes and colours Adaptive Cards, light and dark.

const PALETTES = {
  light: {
    background: "#ffffff", emphasis: "#f5f5f5",
    default: ["#242424", "#616161"], accent: ["#4f52b2", "#5b5fc7"], good: ["#237b4b", "#3f8f63"],
    warning: ["#835b00", "#8f6a1a"], attention: ["#c4314b", "#b8424f"],
    tints: { good: "#e7f2da", warning: "#fbf6d9", attention: "#fcf1f3", accent: "#e8ebfa" }, line: "#e0e0e0",
  },
  dark: {
    background: "#292929", emphasis: "#1f1f1f",
    default: ["#ffffff", "#c8c8c8"], accent: ["#a6a7dc", "#9299f7"], good: ["#92c353", "#a5cc75"],
    warning: ["#f8d22a", "#e5c95c"], attention: ["#f38a9b", "#f1707b"],
    tints: { good: "#203118", warning: "#33290a", attention: "#3b1b20", accent: "#2f3160" }, line: "#454545",
  },
};

const pair = ([plain, subtle]) => ({ default: plain, subtle });

function container(palette, background) {
  const names = ["default", "accent", "good", "warning", "attention"];
  const foregroundColors = Object.fromEntries(names.map((name) => [name, pair(palette[name])]));
  foregroundColors.dark = pair(["#242424", "#616161"]);
  foregroundColors.light = pair(["#ffffff", "#d6d6d6"]);
  return { backgroundColor: background, borderColor: palette.line, foregroundColors };
}

export function hostConfig(theme) {
  const palette = PALETTES[theme];
  const { tints } = palette;
  const family = "'Segoe UI', 'Selawik', 'Inter', 'Noto Sans', 'Liberation Sans', sans-serif";
  return {
    fontFamily: family,
    fontTypes: { default: { fontFamily: family }, monospace: { fontFamily: "Consolas, 'DejaVu Sans Mono', monospace" } },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 12 },
    separator: { lineThickness: 1, lineColor: palette.line },
    imageSizes: { small: 32, medium: 52, large: 100 },
    supportsInteractivity: true,
    containerStyles: {
      default: container(palette, palette.background), emphasis: container(palette, palette.emphasis),
      good: container(palette, tints.good), warning: container(palette, tints.warning),
      attention: container(palette, tints.attention), accent: container(palette, tints.accent),
    },
    actions: {
      maxActions: 6, spacing: "medium", buttonSpacing: 0, // cards.css has the gap: a spacer could begin a line
      actionsOrientation: "horizontal", actionAlignment: "left",
      iconPlacement: "leftOfTitle", iconSize: 16,
      showCard: { actionMode: "inline", inlineTopMargin: 8, style: "emphasis" },
    },
    inputs: {
      label: {
        inputSpacing: "small",
        requiredInputs: { weight: "bolder", color: "default", size: "default", suffix: " *", suffixColor: "attention" },
        optionalInputs: { weight: "bolder", color: "default", size: "default" },
      },
      errorMessage: { color: "attention", size: "small", weight: "default", spacing: "small" },
    },
    textBlock: { headingLevel: 2 },
    textStyles: { heading: { size: "large", weight: "bolder" }, columnHeader: { weight: "bolder" } },
    factSet: {
      title: { weight: "bolder", wrap: true, maxWidth: 130 }, value: { wrap: true }, spacing: 12,
    },
    table: { cellSpacing: 8 },
    adaptiveCard: { allowCustomStyle: false },
  };
}
