// The part of Markdown that Teams draws: bold, italic, lists, links. Markup in the text stays text.

import markdownIt from "/page/lib/markdown-it.js";

const reader = markdownIt({ html: false, linkify: false, breaks: true }).disable([
  "heading", "lheading", "table", "image", "code", "fence", "blockquote", "hr", "backticks", "strikethrough",
  "reference", "autolink",
]);

reader.renderer.rules.link_open = (tokens, index, options, _, self) => {
  tokens[index].attrSet("target", "_blank");
  tokens[index].attrSet("rel", "noopener noreferrer");
  return self.renderToken(tokens, index, options);
};

const MENTION = /&lt;at&gt;(.*?)&lt;\/at&gt;/g;

export const toHtml = (text) => reader.render(text).replace(MENTION, '<span class="mention">$1</span>');
