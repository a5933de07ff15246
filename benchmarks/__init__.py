"""What the product costs: pages, figures, papers and entries measured on the demonstration, on a council ten times
its size, and on that council among 153. `make bench` runs them all."""
