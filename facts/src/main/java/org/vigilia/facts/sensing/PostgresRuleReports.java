package org.vigilia.facts.sensing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.vigilia.facts.db.Database;

/** Reports in one table; a problem that stays keeps the time since which it is known. */
public final class PostgresRuleReports implements RuleReports {

    private static final int MAX_TEXT = 500;

    private final Database database;
    private final Clock clock;

    public PostgresRuleReports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void tell(Map<String, String> problemByRule) {
        if (problemByRule.isEmpty()) {
            return;
        }
        database.write("report on rules", connection -> {
            try (PreparedStatement upsert =
                            connection.prepareStatement("insert into facts.rule_report (rule, at, problem)"
                                    + " values (?, ?, ?) on conflict (rule) do update set at = excluded.at, problem ="
                                    + " excluded.problem where facts.rule_report.problem <> excluded.problem");
                    PreparedStatement delete =
                            connection.prepareStatement("delete from facts.rule_report where rule = ?")) {
                for (Map.Entry<String, String> entry : new java.util.TreeMap<>(problemByRule).entrySet()) {
                    String problem = entry.getValue();
                    if (problem.isEmpty()) {
                        delete.setString(1, entry.getKey());
                        delete.executeUpdate();
                    } else {
                        upsert.setString(1, entry.getKey());
                        upsert.setTimestamp(2, Timestamp.from(clock.instant()));
                        upsert.setString(3, problem.substring(0, Math.min(MAX_TEXT, problem.length())));
                        upsert.executeUpdate();
                    }
                }
            }
            return true;
        });
    }

    @Override
    public Map<String, Report> list() {
        return database.read("read the reports on rules", connection -> {
            Map<String, Report> found = new HashMap<>();
            try (PreparedStatement select =
                            connection.prepareStatement("select rule, at, problem from facts.rule_report");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), new Report(rows.getTimestamp(2).toInstant(), rows.getString(3)));
                }
            }
            return found;
        });
    }
}
