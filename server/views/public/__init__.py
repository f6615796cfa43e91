"""The open page (åben side) as strangers read it: without a seat, without a cookie."""
