document.getElementById("refused").hidden = !new URLSearchParams(location.search).has("refused");
