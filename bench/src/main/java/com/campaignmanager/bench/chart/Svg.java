package com.campaignmanager.bench.chart;

import com.campaignmanager.bench.chart.Chart.Line;
import com.campaignmanager.bench.chart.Chart.Point;
import com.campaignmanager.bench.report.Figures;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws one chart. */
final class Svg {
    private static final int WIDTH = 780;
    private static final int PLOT = 272;
    private static final int LEFT = 80;
    /** Space for half of the last number below the plot. */
    private static final int RIGHT = 40;

    private static final int TITLE = 26;
    private static final int LEGEND_ROW = 18;
    private static final int LEGEND_INDENT = 8;
    private static final int BOTTOM = 64;
    /** Most people can distinguish these colours, on light and on dark backgrounds. */
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00");

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines;
    private final Legend legend;
    /** The top of the plot, below title and legend. */
    private final int top;
    /** The bottom of the plot. */
    private final int bottom;

    private final StringBuilder out = new StringBuilder();

    Svg(String title, Axis x, Axis y, List<Line> lines) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.lines = lines;
        this.legend = Legend.of(lines.stream().map(Line::name).toList(), WIDTH - RIGHT - LEFT - LEGEND_INDENT);
        this.top = TITLE + legend.rows() * LEGEND_ROW;
        this.bottom = top + PLOT;
    }

    String text() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, bottom + BOTTOM, WIDTH, bottom + BOTTOM);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, bottom + BOTTOM);
        text(LEFT, 20, "start", "font-size=\"15\"", title);
        marks();
        for (int i = 0; i < lines.size(); i++) {
            draw(lines.get(i), COLOURS.get(i % COLOURS.size()));
            legend(legend.entries().get(i), COLOURS.get(i % COLOURS.size()));
        }
        add("</svg>");
        return out.toString();
    }

    private void marks() {
        for (double mark : y.marks()) {
            add(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
                    LEFT, down(mark), WIDTH - RIGHT, down(mark));
            text(LEFT - 8, down(mark) + 4, "end", "fill=\"#444444\"", Figures.plain(mark));
        }
        for (double mark : x.marks()) {
            text(across(mark), bottom + 18, "middle", "fill=\"#444444\"", Figures.plain(mark));
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 38, "middle", "", x.label());
        text(
                18,
                (top + bottom) / 2.0,
                "middle",
                "transform=\"rotate(-90 18 %d)\"".formatted((top + bottom) / 2),
                y.label());
    }

    private void draw(Line line, String colour) {
        if (line.bars()) {
            bars(line.points(), colour);
            return;
        }
        String path = line.points().stream()
                .map(point -> at("%.1f,%.1f", across(point.x()), down(point.y())))
                .collect(Collectors.joining(" "));
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path, colour);
        if (line.points().size() < 20) {
            line.points()
                    .forEach(point -> add(
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>",
                            across(point.x()), down(point.y()), colour));
        }
    }

    private void bars(List<Point> points, String colour) {
        for (int i = 0; i < points.size(); i++) {
            double from = across(points.get(i).x());
            double to = i + 1 < points.size() ? across(points.get(i + 1).x()) : WIDTH - RIGHT;
            double high = down(points.get(i).y());
            add(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                    from, high, Math.max(0.5, to - from - 1), bottom - high, colour);
        }
    }

    private void legend(Legend.Entry entry, String colour) {
        int left = LEFT + LEGEND_INDENT + entry.left();
        int line = TITLE + entry.row() * LEGEND_ROW;
        add("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>", left, line + 6, colour);
        text(left + Legend.STROKE, line + 12, "start", "", entry.name());
    }

    private double across(double value) {
        return LEFT + Math.clamp(x.place(value), 0, 1) * (WIDTH - LEFT - RIGHT);
    }

    private double down(double value) {
        return bottom - Math.clamp(y.place(value), 0, 1) * PLOT;
    }

    private void text(double left, double top, String anchor, String attributes, String content) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>",
                left, top, anchor, attributes, escaped(content));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        out.append(at(format, values)).append('\n');
    }

    private static String at(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
