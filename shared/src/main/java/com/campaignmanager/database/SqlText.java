package com.campaignmanager.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.core.statement.UnableToCreateStatementException;

/**
 * Reads SQL as Jdbi does: {@code <name>} is an attribute, which stands for a piece of SQL, {@code :name} or {@code ?} an
 * argument, which is bound. Jdbi's own readers do the same by generated lexers, which take 30 ms of each cold start to get
 * going.
 */
final class SqlText implements TemplateEngine, SqlParser {
    /** What holds neither: strings, quoted names, comments, casts, and a doubled question mark, which is an operator. */
    private static final String PLAIN = "'[^']*'|\"[^\"]*\"|--.*|/\\*[\\s\\S]*?\\*/|::|\\?\\?";

    private static final Pattern ATTRIBUTE = Pattern.compile(PLAIN + "|(<[a-zA-Z]\\w*>)");
    private static final Pattern ARGUMENT = Pattern.compile(PLAIN + "|(:[a-zA-Z]\\w*|\\?)");

    /** Few statements have values in their text, so that few more than those of the source come here. */
    private static final int MAX_STATEMENTS = 1_000;

    private final Map<String, ParsedSql> parsed = new ConcurrentHashMap<>();

    /** Jdbi keeps what this makes of a text. */
    @Override
    public Optional<Function<StatementContext, String>> parse(String sql, ConfigRegistry config) {
        List<Function<StatementContext, Object>> pieces = new ArrayList<>();
        split(ATTRIBUTE, sql, text -> pieces.add(_ -> text), attribute -> {
            String name = attribute.substring(1, attribute.length() - 1);
            pieces.add(context -> value(context, name));
        });
        return Optional.of(context -> {
            StringBuilder rendered = new StringBuilder(2 * sql.length());
            pieces.forEach(piece -> rendered.append(piece.apply(context)));
            return rendered.toString();
        });
    }

    @Override
    public String render(String sql, StatementContext context) {
        return parse(sql, context.getConfig()).orElseThrow().apply(context);
    }

    private static Object value(StatementContext context, String name) {
        return Optional.ofNullable(context.getAttribute(name))
                .orElseThrow(() -> new UnableToCreateStatementException("<" + name + "> is not defined", context));
    }

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        return withArguments(sql);
    }

    ParsedSql withArguments(String sql) {
        ParsedSql known = parsed.get(sql);
        if (known != null) {
            return known;
        }
        if (parsed.size() >= MAX_STATEMENTS) {
            parsed.clear();
        }
        ParsedSql.Builder builder = ParsedSql.builder();
        split(ARGUMENT, sql, builder::append, argument -> {
            if (argument.equals("?")) {
                builder.appendPositionalParameter();
            } else {
                builder.appendNamedParameter(argument.substring(1));
            }
        });
        ParsedSql made = builder.build();
        parsed.put(sql, made);
        return made;
    }

    /** How many texts are remembered. */
    int kept() {
        return parsed.size();
    }

    @Override
    public String nameParameter(String name, StatementContext context) {
        return ":" + name;
    }

    /** Gives away the text piece by piece, and what the pattern's group finds between the pieces. */
    private static void split(Pattern pattern, String sql, Consumer<String> text, Consumer<String> between) {
        int end = 0;
        for (Matcher found = pattern.matcher(sql); found.find(); ) {
            if (found.group(1) != null) {
                text.accept(sql.substring(end, found.start()));
                between.accept(found.group(1));
                end = found.end();
            }
        }
        text.accept(sql.substring(end));
    }
}
