//! A Rust file taken apart as far as the rules need it: code without comments, literals and test
//! modules; the literals; the functions. Offsets and lines are those of the file.

use std::ops::Range;

/// A string or character literal as written, without its quotes.
pub struct Literal {
    pub at: usize,
    pub line: usize,
    pub text: String,
    pub in_attribute: bool,
}

pub struct Function {
    pub name: String,
    pub span: Range<usize>,
    pub first: usize,
    pub last: usize,
}

pub struct Source {
    /// The file with every comment, test module and literal's inside replaced by blanks.
    pub code: String,
    pub literals: Vec<Literal>,
    starts: Vec<usize>,
}

impl Source {
    pub fn read(text: &str) -> Source {
        let starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let (code, literals) = Scanner::scan(text);
        let mut source = Source { code, literals: Vec::new(), starts };
        let attributes: Vec<_> =
            ["#[", "#!["].iter().flat_map(|sign| source.bracketed(sign)).collect();
        source.literals = literals
            .into_iter()
            .map(|(at, text)| Literal {
                at,
                line: source.line(at),
                text,
                in_attribute: attributes.iter().any(|span| span.contains(&at)),
            })
            .collect();
        source.drop_tests();
        source
    }

    /// The line of an offset, from one.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// Every identifier and keyword with its offset.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let inside = |c: char| c.is_alphanumeric() || c == '_';
        let mut rest = 0;
        std::iter::from_fn(move || {
            let start = rest + self.code[rest..].find(inside)?;
            let end = self.code[start..]
                .find(|c| !inside(c))
                .map_or(self.code.len(), |length| start + length);
            rest = end;
            Some((start, &self.code[start..end]))
        })
    }

    pub fn functions(&self) -> Vec<Function> {
        let keywords = self.words().filter(|(_, word)| *word == "fn");
        keywords.filter_map(|(at, _)| self.function(at)).collect()
    }

    /// The inside of every call of the macro `name!( … )`.
    pub fn macro_calls(&self, name: &str) -> Vec<Range<usize>> {
        self.bracketed(&format!("{name}!("))
    }

    /// The code before an offset, without blanks at its end.
    pub fn before(&self, at: usize) -> &str {
        self.code[..at].trim_end()
    }

    fn function(&self, at: usize) -> Option<Function> {
        let after = self.code[at + 2..].trim_start();
        let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let end = item_end(&self.code, at);
        let has_body = !name.is_empty() && self.code[..end].ends_with('}');
        has_body.then(|| Function {
            name,
            span: at..end,
            first: self.line(at),
            last: self.line(end - 1),
        })
    }

    /// Spans that begin with `opening`, whose last character is a bracket, up to its partner.
    fn bracketed(&self, opening: &str) -> Vec<Range<usize>> {
        let begins = self.code.match_indices(opening);
        begins.map(|(at, _)| at..closing(&self.code, at + opening.len() - 1)).collect()
    }

    fn drop_tests(&mut self) {
        while let Some(at) =
            self.code.find("#[cfg(test)]").or_else(|| self.code.find("#[cfg(all(test,"))
        {
            let span = at..item_end(&self.code, at);
            self.literals.retain(|literal| !span.contains(&literal.at));
            let blank = blanked(&self.code[span.clone()]);
            self.code.replace_range(span, &blank);
        }
    }
}

/// The offset after the item that begins at `at`: after its body, or after its semicolon.
fn item_end(code: &str, at: usize) -> usize {
    let mut depth = 0;
    for (offset, byte) in code.bytes().enumerate().skip(at) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b';' if depth == 0 => return offset + 1,
            b'{' if depth == 0 => return closing(code, offset),
            b'}' if depth == 0 => return offset,
            _ => {}
        }
    }
    code.len()
}

/// The offset after the bracket that closes the one at `open`.
fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (offset, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return offset + 1;
        }
    }
    code.len()
}

fn blanked(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    code: String,
    literals: Vec<(usize, String)>,
}

impl Scanner<'_> {
    fn scan(text: &str) -> (String, Vec<(usize, String)>) {
        let mut scanner =
            Scanner { text, at: 0, code: String::with_capacity(text.len()), literals: Vec::new() };
        while scanner.at < text.len() {
            scanner.step();
        }
        (scanner.code, scanner.literals)
    }

    fn step(&mut self) {
        let rest = &self.text[self.at..];
        if rest.starts_with("//") {
            self.blank(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.blank(comment_length(rest));
        } else if let Some(hashes) = raw_hashes(rest) {
            self.raw(hashes);
        } else if rest.starts_with('"') {
            self.literal(string_length(rest));
        } else if let Some(length) = character_length(rest) {
            self.literal(length);
        } else {
            self.keep(word_length(rest));
        }
    }

    fn raw(&mut self, hashes: usize) {
        let rest = &self.text[self.at..];
        let open = rest.find('"').map_or(rest.len(), |quote| quote + 1);
        let close = format!("\"{}", "#".repeat(hashes));
        let inside = rest[open..].find(&close).unwrap_or(rest.len() - open);
        self.keep(open - 1);
        self.literal((inside + 2).min(rest.len() + 1 - open));
    }

    /// Takes `length` bytes, the two quotes among them, as a literal.
    fn literal(&mut self, length: usize) {
        let inside = &self.text[self.at + 1..self.at + length.max(2) - 1];
        self.literals.push((self.at, inside.to_owned()));
        self.keep(1);
        self.blank(inside.len());
        self.keep(length - inside.len() - 1);
    }

    fn keep(&mut self, length: usize) {
        self.code.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
    }

    fn blank(&mut self, length: usize) {
        self.code.push_str(&blanked(&self.text[self.at..self.at + length]));
        self.at += length;
    }
}

/// The length of a block comment; such comments nest.
fn comment_length(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest.as_bytes()[at..rest.len().min(at + 2)] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// How many `#` a raw string has that begins here.
fn raw_hashes(rest: &str) -> Option<usize> {
    let after = ["r", "br", "cr"]
        .iter()
        .find_map(|sign| rest.strip_prefix(sign).filter(|s| s.starts_with(['"', '#'])))?;
    let hashes = after.bytes().take_while(|byte| *byte == b'#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// The length of a character literal, if it is one and not a lifetime.
fn character_length(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        return inside.get(2..)?.find('\'').map(|close| close + 4);
    }
    inside[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}

/// One whole word, so that the `r` of `for` begins no raw string; else one character.
fn word_length(rest: &str) -> usize {
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    word.max(rest.chars().next().map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_leave_the_code() {
        let text = "let a = \"x // \\\" y\"; // say \"no\"\n/* a /* b */ c */ let b = r#\"q\"z\"#;\nlet c = '\\''; let d: &'a str = for_r;\n";
        let source = Source::read(text);
        let inside: Vec<_> = source.literals.iter().map(|l| (l.line, l.text.as_str())).collect();
        assert_eq!(inside, [(1, "x // \\\" y"), (2, "q\"z"), (3, "\\'")]);
        assert_eq!(source.code.len(), text.len());
        let words: Vec<_> = source.words().map(|(_, word)| word).collect();
        assert_eq!(
            words,
            ["let", "a", "let", "b", "r", "let", "c", "let", "d", "a", "str", "for_r"]
        );
    }

    #[test]
    fn functions_have_names_and_lines() {
        let source = Source::read(
            "fn a(x: [u8; 3]) -> u8\nwhere\n{\n  x[0]\n}\ntrait T { fn b(); }\ntype F = fn(u8);\n",
        );
        let found: Vec<_> =
            source.functions().into_iter().map(|f| (f.name, f.first, f.last)).collect();
        assert_eq!(found, [("a".to_owned(), 1, 5)]);
    }

    #[test]
    fn test_modules_leave_the_code() {
        let source = Source::read(
            "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() { \"s\"; }\n}\n#[cfg(test)]\nuse x;\n",
        );
        assert_eq!((source.functions().len(), source.literals.len()), (1, 0));
    }

    #[test]
    fn literals_in_attributes_are_marked() {
        let source = Source::read("#[expect(x, reason = \"why\")]\nfn a() { \"s\" }");
        assert_eq!(
            source.literals.iter().map(|l| l.in_attribute).collect::<Vec<_>>(),
            [true, false]
        );
    }

    #[test]
    fn text_that_never_ends_is_still_read() {
        for text in ["\"abc", "r#\"abc", "/* abc", "'\\", "fn a() {", "\"", "#[cfg(test)]"] {
            assert_eq!(Source::read(text).code.len(), text.len(), "{text}");
        }
    }
}
