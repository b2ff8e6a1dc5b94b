package com.campaignmanager.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.campaignmanager.bench.chart.Chart.Point;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartTest {
    @Test
    void a_chart_is_well_formed_and_has_every_point() throws Exception {
        Document svg = parsed(Chart.of("Growth & <more>", "messages", "µs")
                .line("drain", List.of(new Point(0, 0), new Point(5, 20), new Point(10, 10)))
                .svg());
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(attribute(svg, "polyline", "points")).isEqualTo("80.0,316.0 410.0,44.0 740.0,180.0");
        assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("Growth & <more>");
    }

    @Test
    void a_histogram_has_a_bar_for_each_point() throws Exception {
        Document svg = parsed(Chart.of("Latency", "ms", "sends")
                .bars("sends", List.of(new Point(0, 3), new Point(10, 5), new Point(20, 1)))
                .svg());
        // Background, three bars, one in the legend.
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(5);
    }

    @Test
    void a_legend_that_takes_more_rows_moves_the_plot_down_and_makes_the_picture_higher() throws Exception {
        Chart chart = Chart.of("Many", "x", "y");
        for (int i = 0; i < 12; i++) {
            chart.line("messages pending, page " + i, List.of(new Point(0, 0), new Point(10, 10)));
        }
        Document svg = parsed(chart.svg());
        int rows = 4;
        assertThat(attribute(svg, "svg", "height")).isEqualTo(String.valueOf(380 + 18 * (rows - 1)));
        assertThat(attribute(svg, "polyline", "points")).isEqualTo("80.0,370.0 740.0,98.0");
    }

    @Test
    void powers_of_ten_lie_at_equal_distances() {
        Axis axis = Axis.logarithmic("messages", 10_000, 1_000_000);
        assertThat(axis.place(10_000)).isEqualTo(0, within(1e-9));
        assertThat(axis.place(100_000)).isEqualTo(0.5, within(1e-9));
        assertThat(axis.place(1_000_000)).isEqualTo(1, within(1e-9));
        assertThat(axis.marks()).hasSize(3);
    }

    @Test
    void an_axis_ends_at_a_round_number() {
        assertThat(Axis.linear("ms", 37).to()).isEqualTo(40);
        assertThat(Axis.linear("ms", 37).marks().getLast()).isEqualTo(40);
        assertThat(Axis.linear("ms", 0).to()).isEqualTo(1);
    }

    /** Of the first such element. */
    private static String attribute(Document svg, String element, String name) {
        return svg.getElementsByTagName(element)
                .item(0)
                .getAttributes()
                .getNamedItem(name)
                .getNodeValue();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
