package com.campaignmanager.bench.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A chart of lines, or of bars that stand side by side from one x to the next. */
public final class Chart {
    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean logarithmicX;
    private final List<Line> lines = new ArrayList<>();

    /** A point in the chart's own units. */
    public record Point(double x, double y) {}

    /** @param bars whether it is drawn as bars, each reaching to the next point */
    record Line(String name, List<Point> points, boolean bars) {}

    private Chart(String title, String xLabel, String yLabel, boolean logarithmicX) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.logarithmicX = logarithmicX;
    }

    public static Chart of(String title, String xLabel, String yLabel) {
        return new Chart(title, xLabel, yLabel, false);
    }

    /** A chart whose x axis is logarithmic. */
    public static Chart byPowersOfTen(String title, String xLabel, String yLabel) {
        return new Chart(title, xLabel, yLabel, true);
    }

    public Chart line(String name, List<Point> points) {
        lines.add(new Line(name, List.copyOf(points), false));
        return this;
    }

    public Chart bars(String name, List<Point> points) {
        lines.add(new Line(name, List.copyOf(points), true));
        return this;
    }

    /** A self-contained SVG. */
    public String svg() {
        return new Svg(
                        title,
                        xAxis(),
                        Axis.linear(
                                yLabel,
                                most(Comparator.comparingDouble(Point::y)).y()),
                        lines)
                .text();
    }

    private Axis xAxis() {
        double largest = most(Comparator.comparingDouble(Point::x)).x();
        if (!logarithmicX) {
            return Axis.linear(xLabel, largest);
        }
        double smallest = most(Comparator.comparingDouble(Point::x).reversed()).x();
        return Axis.logarithmic(xLabel, smallest, largest);
    }

    private Point most(Comparator<Point> by) {
        return lines.stream()
                .flatMap(line -> line.points.stream())
                .max(by)
                .orElseThrow(() -> new IllegalStateException("nothing to draw in " + title));
    }
}
