// What "valid" means for the pages: html-validate's recommended rules, but for two
// that the standard does not ask for.
module.exports = {
    root: true,
    extends: ["html-validate:recommended", "html-validate:a11y"],
    rules: {
        // An exercise's anchor has a dot, "ex-1.3", as HTML allows.
        "valid-id": ["error", { relaxed: true }],
        // pandoc aligns a table's columns, and a figure tells its natural width.
        "no-inline-style": ["error", { allowedProperties: ["text-align", "max-width"] }],
    },
};
