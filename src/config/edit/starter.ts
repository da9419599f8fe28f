/**
 * A feeds.json to begin with: small, usable as it stands, and an example of most of what rules can do.
 * Without comments, so that any tool can read it: the example has to speak for itself.
 */
export const STARTER = `{
  "$schema": "./feeds.schema.json",
  "site": {
    "title": "My planet",
    "url": "https://planet.example/",
    "description": "Posts from blogs that I read, by topic.",
    "language": "en"
  },
  "schedule": "*/10 * * * *",
  "timezone": "UTC",
  "sources": [],
  "tags": {
    "databases": ["database*", "sql", "postgres*", "sqlite"],
    "security": {
      "title": "Security",
      "description": "Vulnerabilities, cryptography and how to be safe.",
      "match": ["vulnerabilit*", "security", "cryptograph*", "CVE", "title:exploit"],
      "hint": ["attack"],
      "except": ["job security", "social security"],
      "tests": [
        { "text": "A vulnerability in a parser, and its fix", "is": true },
        { "text": "Job security in hard times", "is": false }
      ]
    }
  },
  "bundles": {
    "safe-data": { "title": "Safe data", "description": "Posts on both.", "all": ["databases", "security"] }
  }
}
`;
